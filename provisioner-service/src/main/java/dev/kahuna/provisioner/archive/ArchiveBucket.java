package dev.kahuna.provisioner.archive;

import dev.kahuna.provisioner.aws.AwsClients;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.secret.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An archive in S3, read with its own credentials, or with the service's if it has none. Keys are
 * relative to its prefix.
 */
final class ArchiveBucket implements AutoCloseable {
  private final S3Client s3;
  private final String bucket;
  private final String path;

  ArchiveBucket(Archive archive, Secrets secrets) {
    var location = URI.create(archive.prefix());
    this.bucket = location.getHost();
    this.path = location.getPath().replaceAll("^/|/$", "");
    var builder =
        S3Client.builder()
            .overrideConfiguration(AwsClients.limits())
            .region(Region.of(archive.region()));
    archive
        .accessKey()
        .map(key -> AwsBasicCredentials.create(secrets.read(key.id()), secrets.read(key.secret())))
        .ifPresent(key -> builder.credentialsProvider(StaticCredentialsProvider.create(key)));
    archive
        .endpoint()
        .map(URI::create)
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    this.s3 = builder.build();
  }

  /** The objects of a folder in the order of their names, without those in subfolders. */
  List<ArchivedObject> objects(String folder) {
    return objects(folder, "");
  }

  /** The objects of a folder that follow a name. */
  List<ArchivedObject> objects(String folder, String after) {
    return s3
        .listObjectsV2Paginator(
            r -> {
              r.bucket(bucket).prefix(key(folder)).delimiter("/");
              if (!after.isEmpty()) {
                r.startAfter(key(folder + after));
              }
            })
        .contents()
        .stream()
        .map(object -> archived(folder, object))
        .toList();
  }

  private ArchivedObject archived(String folder, S3Object object) {
    return new ArchivedObject(
        object.key().substring(key("").length()),
        object.key().substring(key(folder).length()),
        object.size(),
        object.lastModified());
  }

  /** The names of the folders in a folder. */
  List<String> folders(String folder) {
    var from = key(folder).length();
    return s3
        .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(key(folder)).delimiter("/"))
        .commonPrefixes()
        .stream()
        .map(CommonPrefix::prefix)
        .map(prefix -> prefix.substring(from, prefix.length() - 1))
        .toList();
  }

  /** The text of an object; empty if it does not exist. */
  Optional<String> text(String key) {
    try {
      return Optional.of(
          s3.getObject(r -> r.bucket(bucket).key(key(key)), ResponseTransformer.toBytes())
              .asString(StandardCharsets.UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** The first bytes of an object that is not empty, or all of them. */
  byte[] head(String key, int bytes) {
    return range(key, "bytes=0-%d".formatted(bytes - 1));
  }

  /** The last bytes of an object that is not empty, or all of them. */
  byte[] tail(String key, int bytes) {
    return range(key, "bytes=-%d".formatted(bytes));
  }

  private byte[] range(String key, String range) {
    return s3.getObject(
            r -> r.bucket(bucket).key(key(key)).range(range), ResponseTransformer.toBytes())
        .asByteArray();
  }

  private String key(String rest) {
    return path.isEmpty() ? rest : path + "/" + rest;
  }

  @Override
  public void close() {
    s3.close();
  }
}
