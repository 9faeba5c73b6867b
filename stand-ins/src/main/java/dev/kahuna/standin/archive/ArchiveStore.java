package dev.kahuna.standin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The objects of one archive, named below its prefix. S3's refusals are {@link IOException}s. */
public final class ArchiveStore {
  private static final Duration CALL_LIMIT = Duration.ofMinutes(10);
  private static final Map<ArchiveAccess, S3Client> CLIENTS = new ConcurrentHashMap<>();
  private static final Map<ArchiveAccess, Compression> COMPRESSIONS = new ConcurrentHashMap<>();

  private final ArchiveAccess access;
  private final S3Client s3;
  private final Optional<ArchiveKey> key;

  public ArchiveStore(ArchiveAccess access) {
    this(access, Optional.empty());
  }

  /**
   * @param key of an archive that is encrypted: all that is compressed, and not the sentinels
   */
  ArchiveStore(ArchiveAccess access, Optional<ArchiveKey> key) {
    this.access = access;
    this.key = key;
    this.s3 = CLIENTS.computeIfAbsent(access, ArchiveStore::client);
  }

  /** An object of the archive. */
  public record Entry(String name, long size, Instant lastModified) {}

  private static S3Client client(ArchiveAccess access) {
    return S3Client.builder()
        .endpointOverride(URI.create(access.endpoint()))
        .region(Region.of(access.region()))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .overrideConfiguration(limits -> limits.apiCallTimeout(CALL_LIMIT))
        .credentialsProvider(credentials(access))
        .build();
  }

  private static StaticCredentialsProvider credentials(ArchiveAccess access) {
    return StaticCredentialsProvider.create(
        access
            .sessionToken()
            .<AwsCredentials>map(
                token ->
                    AwsSessionCredentials.create(
                        access.accessKeyId(), access.secretAccessKey(), token))
            .orElseGet(
                () -> AwsBasicCredentials.create(access.accessKeyId(), access.secretAccessKey())));
  }

  void put(String name, Path content) throws IOException {
    try {
      s3.putObject(
          put -> put.bucket(access.bucket()).key(access.path() + name),
          RequestBody.fromFile(content));
    } catch (SdkException e) {
      throw failure("written", name, e);
    }
  }

  public void put(String name, String content) throws IOException {
    try {
      s3.putObject(
          put -> put.bucket(access.bucket()).key(access.path() + name),
          RequestBody.fromString(content, StandardCharsets.UTF_8));
    } catch (SdkException e) {
      throw failure("written", name, e);
    }
  }

  /** The content of an object, unpacked as its name says; empty if it is absent. */
  public Optional<InputStream> open(String name) throws IOException {
    try {
      var content = s3.getObject(get -> get.bucket(access.bucket()).key(access.path() + name));
      var compression = Compression.of(name);
      return Optional.of(
          compression.isEmpty() ? content : compression.get().unpack(decrypted(content)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failure("read", name, e);
    }
  }

  private InputStream decrypted(InputStream content) throws IOException {
    return key.isPresent() ? key.get().decrypt(content) : content;
  }

  /**
   * The content of an object whose name goes on with an unknown compression's; empty if there is
   * none. An archive has one compression, so from the first object found on only that is tried.
   */
  Optional<InputStream> openAny(String beginning) throws IOException {
    var known = Optional.ofNullable(COMPRESSIONS.get(access));
    for (var compression : known.map(List::of).orElse(List.of(Compression.values()))) {
      var content = open(beginning + compression.extension());
      if (content.isPresent()) {
        COMPRESSIONS.put(access, compression);
        return content;
      }
    }
    return Optional.empty();
  }

  /** An address that opens an object without credentials, for so long. */
  public String presigned(String name, Duration valid) {
    try (var presigner =
        S3Presigner.builder()
            .endpointOverride(URI.create(access.endpoint()))
            .region(Region.of(access.region()))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(credentials(access))
            .build()) {
      return presigner
          .presignGetObject(
              presign ->
                  presign
                      .signatureDuration(valid)
                      .getObjectRequest(
                          get -> get.bucket(access.bucket()).key(access.path() + name)))
          .url()
          .toString();
    }
  }

  /** Every object whose name begins so. */
  public Stream<Entry> list(String beginning) throws IOException {
    try {
      return s3
          .listObjectsV2Paginator(
              list -> list.bucket(access.bucket()).prefix(access.path() + beginning))
          .contents()
          .stream()
          .map(
              object ->
                  new Entry(
                      object.key().substring(access.path().length()),
                      object.size(),
                      object.lastModified()))
          .toList()
          .stream();
    } catch (SdkException e) {
      throw failure("listed", beginning, e);
    }
  }

  private IOException failure(String done, String name, SdkException e) {
    return new IOException(
        "%s in %s could not be %s: %s".formatted(name, access, done, e.getMessage()), e);
  }
}
