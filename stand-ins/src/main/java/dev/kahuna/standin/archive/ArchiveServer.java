package dev.kahuna.standin.archive;

import dev.kahuna.standin.process.RandomPasswords;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server over a directory, with one bucket and one pair of credentials. */
public final class ArchiveServer implements AutoCloseable {
  private static final String REGION = "us-east-1";

  private final S3Proxy server;
  private final ArchiveAccess access;

  private ArchiveServer(S3Proxy server, ArchiveAccess access) {
    this.server = server;
    this.access = access;
  }

  /**
   * Starts it on a free port and makes the bucket.
   *
   * @param directory where the objects are kept; made if absent
   * @param path the archive's path in the bucket
   */
  public static ArchiveServer start(Path directory, String bucket, String path) throws IOException {
    Files.createDirectories(directory.resolve(bucket));
    var id = "AKIA" + RandomPasswords.name(16).toUpperCase(Locale.ROOT);
    var secret = RandomPasswords.generate();
    try {
      var server =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(directory.toString()))
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, id, secret)
              // The token of a temporary key is one.
              .ignoreUnknownHeaders(true)
              .build();
      server.start();
      var endpoint = "http://127.0.0.1:" + server.getPort();
      return new ArchiveServer(
          server, new ArchiveAccess("s3://" + bucket + "/" + path, id, secret, REGION, endpoint));
    } catch (Exception e) {
      throw new IOException("The S3 server of the archive did not start.", e);
    }
  }

  /** What opens another archive, at another path of the same bucket. */
  public ArchiveAccess access(String path) {
    return new ArchiveAccess(
        "s3://" + access.bucket() + "/" + path,
        access.accessKeyId(),
        access.secretAccessKey(),
        access.region(),
        access.endpoint());
  }

  /** What opens the archive. */
  public ArchiveAccess access() {
    return access;
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("The S3 server of the archive did not stop.", e);
    }
  }
}
