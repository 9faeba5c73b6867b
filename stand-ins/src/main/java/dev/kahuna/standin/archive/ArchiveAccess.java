package dev.kahuna.standin.archive;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

/**
 * What opens a WAL archive in S3: what Heroku tells a customer who asked for it.
 *
 * @param prefix as WAL-G writes it: {@code s3://bucket/path}
 * @param sessionToken that goes with a temporary key
 */
public record ArchiveAccess(
    String prefix,
    String accessKeyId,
    String secretAccessKey,
    Optional<String> sessionToken,
    String region,
    String endpoint) {
  private static final String METADATA = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

  /** With a lasting key. */
  ArchiveAccess(
      String prefix, String accessKeyId, String secretAccessKey, String region, String endpoint) {
    this(prefix, accessKeyId, secretAccessKey, Optional.empty(), region, endpoint);
  }

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
   * The access that an environment tells, by its key or, where it has none, by that of the host's
   * instance profile.
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
    var name = environment.containsKey("WALG_S3_PREFIX") ? "WALG_S3_PREFIX" : "WALE_S3_PREFIX";
    var prefix = required.apply(name);
    var region = environment.getOrDefault("AWS_REGION", "us-east-1");
    var endpoint = required.apply("AWS_ENDPOINT");
    if (environment.containsKey(METADATA) && !environment.containsKey("AWS_ACCESS_KEY_ID")) {
      return byInstanceProfile(environment.getOrDefault(METADATA, ""), prefix, region, endpoint);
    }
    return new ArchiveAccess(
        prefix,
        required.apply("AWS_ACCESS_KEY_ID"),
        required.apply("AWS_SECRET_ACCESS_KEY"),
        region,
        endpoint);
  }

  private static ArchiveAccess byInstanceProfile(
      String metadata, String prefix, String region, String endpoint) {
    try (var profile = InstanceProfileCredentialsProvider.builder().endpoint(metadata).build()) {
      var key = (AwsSessionCredentials) profile.resolveCredentials();
      return new ArchiveAccess(
          prefix,
          key.accessKeyId(),
          key.secretAccessKey(),
          Optional.of(key.sessionToken()),
          region,
          endpoint);
    }
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
