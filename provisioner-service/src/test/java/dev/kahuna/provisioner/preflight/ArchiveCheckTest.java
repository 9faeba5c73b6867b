package dev.kahuna.provisioner.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.fault.Survives;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.ProvisionerTestbed;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Encryption;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.SecretRef;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An archive that WAL-E 1.1 wrote of a PostgreSQL 10, whole and damaged. */
class ArchiveCheckTest {
  private static final Path FIXTURE =
      Path.of("../stand-ins/src/test/resources/dev/kahuna/standin/archive/wal-e-archive");
  private static final String NEWER = "base_000000010000000000000004_00000040";
  private static final String OLDER = "base_000000010000000000000002_00000040";
  private static final String SENTINEL = "_backup_stop_sentinel.json";

  @TempDir private Path directory;
  private ProvisionerTestbed cloud;
  private MigrationRequest request;

  @BeforeEach
  void open() throws Exception {
    cloud = new ProvisionerTestbed(directory);
    copy(FIXTURE, cloud.inArchive(""));
    var ten = Migrations.request(cloud);
    request =
        Migrations.with(ten, new Source(List.of("shop"), "DATABASE_URL", ten.source().token(), 10));
  }

  @AfterEach
  void close() throws Exception {
    cloud.close();
  }

  @Test
  void theNewestBackupAndTheWayFromItToTheNewestWalAreNamed() throws Exception {
    assertThat(look())
        .containsExactly(
            new Finding("archive", Severity.PASS, "The newest complete base backup is " + NEWER),
            new Finding(
                "archive",
                Severity.PASS,
                "WAL without a gap from 000000010000000000000004.lzo to"
                    + " 000000010000000000000006.lzo"));
  }

  @Survives(
      fault = 26,
      done = "the newest base backup has no sentinel",
      held = "named; the one before it is taken, with its WAL")
  @Test
  void anIncompleteNewestBackupIsNamedAndTheOneBeforeIsTaken() throws Exception {
    Files.delete(cloud.inArchive("basebackups_005/" + NEWER + SENTINEL));
    assertThat(look())
        .extracting(Finding::severity, Finding::advice)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                Severity.WARN,
                "The base backup %s is newer but incomplete: it has no sentinel. %s is used."
                    .formatted(NEWER, OLDER)),
            org.assertj.core.groups.Tuple.tuple(
                Severity.PASS,
                "WAL without a gap from 000000010000000000000002.lzo to"
                    + " 000000010000000000000006.lzo"));
  }

  @Test
  void withoutAnySentinelThereIsNoBackup() throws Exception {
    Files.delete(cloud.inArchive("basebackups_005/" + NEWER + SENTINEL));
    Files.delete(cloud.inArchive("basebackups_005/" + OLDER + SENTINEL));
    assertThat(blocked()).contains(NEWER).contains("it has no sentinel");
  }

  @Survives(
      fault = 25,
      done = "a WAL segment behind the base backup is missing",
      held = "named before there is a host")
  @Test
  void aMissingSegmentIsNamed() throws Exception {
    Files.delete(cloud.inArchive("wal_005/000000010000000000000005.lzo"));
    assertThat(blocked()).contains("The WAL segment 000000010000000000000005 is missing: ");
  }

  @Test
  void whatIsMissingBeforeTheNewestBackupDoesNotMatter() throws Exception {
    Files.delete(cloud.inArchive("wal_005/000000010000000000000002.lzo"));
    Files.delete(cloud.inArchive("wal_005/000000010000000000000003.lzo"));
    assertThat(look()).extracting(Finding::severity).containsOnly(Severity.PASS);
  }

  @Survives(fault = 25, done = "a WAL segment is truncated", held = "named before there is a host")
  @Test
  void aTruncatedSegmentIsNamed() throws Exception {
    truncate(cloud.inArchive("wal_005/000000010000000000000005.lzo"));
    assertThat(blocked()).contains("wal_005/000000010000000000000005.lzo is truncated");
  }

  @Test
  void anEmptySegmentIsNamed() throws Exception {
    Files.write(cloud.inArchive("wal_005/000000010000000000000006.lzo"), new byte[0]);
    assertThat(blocked()).contains("wal_005/000000010000000000000006.lzo is truncated");
  }

  @Test
  void aTruncatedPartOfTheBackupIsNamed() throws Exception {
    truncate(cloud.inArchive("basebackups_005/" + NEWER + "/tar_partitions/part_00000000.tar.lzo"));
    assertThat(blocked()).contains(NEWER).contains("part_00000000.tar.lzo is truncated");
  }

  @Survives(
      fault = 26,
      done = "parts and WAL are encrypted by OpenPGP",
      held = "said before there is a host")
  @Test
  void whatIsEncryptedIsNamed() throws Exception {
    var part =
        cloud.inArchive("basebackups_005/" + NEWER + "/tar_partitions/part_00000000.tar.lzo");
    var bytes = Files.readAllBytes(part);
    bytes[0] = (byte) 0x85; // A packet of a session key for a public key (RFC 4880).
    Files.write(part, bytes);
    assertThat(blocked()).contains("part_00000000.tar.lzo").contains("encrypted");
  }

  @Survives(
      fault = 26,
      done = "the backup is of another major version than the request says",
      held = "said before there is a host, with both versions")
  @Test
  void aBackupOfAnotherVersionIsNamed() throws Exception {
    request = Migrations.request(cloud);
    assertThat(blocked()).contains("is of PostgreSQL 10, but source.version is 15");
  }

  @Test
  void aSentinelThatIsNoJsonIsNamed() throws Exception {
    Files.delete(cloud.inArchive("basebackups_005/" + OLDER + SENTINEL));
    Files.writeString(cloud.inArchive("basebackups_005/" + NEWER + SENTINEL), "<html>");
    assertThat(blocked()).contains(NEWER + SENTINEL).contains("can't be read");
  }

  @Test
  void walThatIsOldIsAWarning() throws Exception {
    var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    assertThat(new ArchiveCheck(cloud.secrets, later).look(Migrations.shop(request)))
        .filteredOn(finding -> finding.severity() == Severity.WARN)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.advice())
                    .startsWith("The newest WAL, 000000010000000000000006.lzo, is 1"));
  }

  @Test
  void aWrongBucketAndAWrongPrefixAreNamed() throws Exception {
    request = Migrations.with(request, archive("s3://no-such-bucket-here/shop", Optional.empty()));
    assertThat(blocked()).contains("s3://no-such-bucket-here/shop", "there is no such bucket");
    var bucket = URI.create(Migrations.request(cloud).archive().prefix()).getHost();
    request = Migrations.with(request, archive("s3://" + bucket + "/else", Optional.empty()));
    assertThat(blocked()).contains("There is no base backup under s3://" + bucket + "/else");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | may not list and read it. Ask Heroku's support for keys that may",
        "400 | ExpiredToken | the credentials have expired",
        "403 | InvalidAccessKeyId | AWS does not know the access key",
        "403 | SignatureDoesNotMatch | the secret does not belong to the access key",
        "301 | PermanentRedirect | the bucket is in another region. Check archive.region"
      })
  void whatS3RefusesSaysWhatToChange(int status, String code, String advice) throws Exception {
    var s3 = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    s3.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body =
                "<Error><Code>%s</Code><Message>No.</Message></Error>"
                    .formatted(code)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    s3.start();
    try {
      var endpoint = "http://127.0.0.1:" + s3.getAddress().getPort();
      request = Migrations.with(request, archive("s3://heroku-wal/shop", Optional.of(endpoint)));
      assertThat(blocked()).startsWith("The archive").contains(advice);
    } finally {
      s3.stop(0);
    }
  }

  @Test
  void anEncryptedArchiveNeedsItsKeyAndAPlainOneNone() throws Exception {
    var archive = request.archive();
    request =
        Migrations.with(
            request,
            new Archive(
                archive.prefix(),
                archive.region(),
                archive.accessKey(),
                Optional.of(new Encryption(Method.OPENPGP, new SecretRef("env:KEY"))),
                archive.endpoint()));
    assertThat(blocked()).contains("is not encrypted, but the request names a key");
  }

  @Test
  void anArchiveWithoutAnAccessKeyIsReadAsTheServiceItself() throws Exception {
    var archive = request.archive();
    var key = archive.accessKey().orElseThrow();
    var without =
        Migrations.with(
            request,
            new Archive(
                archive.prefix(),
                archive.region(),
                Optional.empty(),
                archive.encryption(),
                archive.endpoint()));
    System.setProperty("aws.accessKeyId", cloud.secrets.read(key.id()));
    System.setProperty("aws.secretAccessKey", cloud.secrets.read(key.secret()));
    try {
      request = without;
      assertThat(look()).extracting(Finding::severity).doesNotContain(Severity.BLOCK);
      System.setProperty("aws.secretAccessKey", "of somebody else");
      assertThat(blocked()).startsWith("The archive");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  private Archive archive(String prefix, Optional<String> endpoint) {
    var archive = request.archive();
    return new Archive(
        prefix,
        archive.region(),
        archive.accessKey(),
        archive.encryption(),
        endpoint.or(archive::endpoint));
  }

  private List<Finding> look() throws Exception {
    return new ArchiveCheck(cloud.secrets, Clock.systemUTC()).look(Migrations.shop(request));
  }

  private String blocked() throws Exception {
    var blocks = look().stream().filter(finding -> finding.severity() == Severity.BLOCK).toList();
    assertThat(blocks).hasSize(1);
    return blocks.getFirst().advice();
  }

  private static void truncate(Path object) throws IOException {
    try (var file = new RandomAccessFile(object.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (var path : all.toList()) {
        var copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }
}
