package dev.kahuna.provisioner.preflight;

import dev.kahuna.provisioner.aws.AwsClients;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.secret.Secrets;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists an archive in S3, with the archive's own credentials. */
final class ArchiveListing implements AutoCloseable {
  private static final String SENTINEL = "_backup_stop_sentinel.json";

  private final S3Client s3;
  private final String bucket;
  private final String path;

  ArchiveListing(Archive archive, Secrets secrets) {
    var location = URI.create(archive.prefix());
    this.bucket = location.getHost();
    this.path = location.getPath().replaceAll("^/|/$", "");
    var builder =
        S3Client.builder()
            .overrideConfiguration(AwsClients.limits())
            .region(Region.of(archive.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        secrets.read(archive.accessKeyId()),
                        secrets.read(archive.secretAccessKey()))));
    archive
        .endpoint()
        .map(URI::create)
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    this.s3 = builder.build();
  }

  /** What is written last of each base backup, beside its folder. */
  List<S3Object> sentinels() {
    return s3
        .listObjectsV2Paginator(
            r -> r.bucket(bucket).prefix(key("basebackups_005/")).delimiter("/"))
        .contents()
        .stream()
        .filter(object -> object.key().endsWith(SENTINEL))
        .toList();
  }

  /** Whether there is any folder of a base backup, complete or not. */
  boolean hasBackupFolder() {
    return !s3.listObjectsV2(
            r -> r.bucket(bucket).prefix(key("basebackups_005/")).delimiter("/").maxKeys(100))
        .commonPrefixes()
        .isEmpty();
  }

  boolean hasWal() {
    return !s3.listObjectsV2(r -> r.bucket(bucket).prefix(key("wal_005/")).maxKeys(1))
        .contents()
        .isEmpty();
  }

  private String key(String rest) {
    return path.isEmpty() ? rest : path + "/" + rest;
  }

  /** The name of the backup that a sentinel completes. */
  static String backup(S3Object sentinel) {
    var name = sentinel.key().substring(sentinel.key().lastIndexOf('/') + 1);
    return name.substring(0, name.length() - SENTINEL.length());
  }

  @Override
  public void close() {
    s3.close();
  }
}
