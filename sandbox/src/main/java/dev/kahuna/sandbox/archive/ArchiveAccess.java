package dev.kahuna.sandbox.archive;

import java.util.Map;
import java.util.function.Function;

/**
 * What opens a WAL archive in S3: what Heroku tells a customer who asked for it.
 *
 * @param prefix as WAL-G writes it: {@code s3://bucket/path}
 */
public record ArchiveAccess(
    String prefix, String accessKeyId, String secretAccessKey, String region, String endpoint) {

  /** The environment of the archive tool that stands for this access. */
  public Map<String, String> environment() {
    return Map.of(
        "WALG_S3_PREFIX", prefix,
        "AWS_ACCESS_KEY_ID", accessKeyId,
        "AWS_SECRET_ACCESS_KEY", secretAccessKey,
        "AWS_REGION", region,
        "AWS_ENDPOINT", endpoint,
        "AWS_S3_FORCE_PATH_STYLE", "true");
  }

  /**
   * The access that an environment tells.
   *
   * @throws IllegalArgumentException if something is missing; the message names it
   */
  static ArchiveAccess from(Map<String, String> environment) {
    Function<String, String> required =
        name -> {
          var value = environment.getOrDefault(name, "");
          if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set");
          }
          return value;
        };
    var prefix = environment.containsKey("WALG_S3_PREFIX") ? "WALG_S3_PREFIX" : "WALE_S3_PREFIX";
    return new ArchiveAccess(
        required.apply(prefix),
        required.apply("AWS_ACCESS_KEY_ID"),
        required.apply("AWS_SECRET_ACCESS_KEY"),
        environment.getOrDefault("AWS_REGION", "us-east-1"),
        required.apply("AWS_ENDPOINT"));
  }

  String bucket() {
    return location().split("/", 2)[0];
  }

  /** The path in the bucket, empty or with a slash at its end. */
  String path() {
    var parts = location().split("/", 2);
    var path = parts.length < 2 ? "" : parts[1];
    return path.isEmpty() || path.endsWith("/") ? path : path + "/";
  }

  private String location() {
    if (!prefix.startsWith("s3://")) {
      throw new IllegalArgumentException(
          "the prefix of the archive does not begin with s3://: " + prefix);
    }
    return prefix.substring("s3://".length());
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return prefix + " at " + endpoint;
  }
}
