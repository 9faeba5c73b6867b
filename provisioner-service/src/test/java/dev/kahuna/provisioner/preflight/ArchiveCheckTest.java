package dev.kahuna.provisioner.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.fault.Survives;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.TestCloud;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Source;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that WAL-E 1.1 wrote of a PostgreSQL 10, whole and damaged. */
class ArchiveCheckTest {
  private static final Path FIXTURE =
      Path.of("../sandbox/src/test/resources/dev/kahuna/sandbox/archive/wal-e-archive");
  private static final String NEWER = "base_000000010000000000000004_00000040";
  private static final String OLDER = "base_000000010000000000000002_00000040";
  private static final String SENTINEL = "_backup_stop_sentinel.json";

  @TempDir private Path directory;
  private TestCloud cloud;
  private MigrationRequest request;

  @BeforeEach
  void open() throws Exception {
    cloud = new TestCloud(directory);
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
                "The base backup %s is newer and not complete: it has no sentinel. %s is taken."
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
    assertThat(blocked()).contains("wal_005/000000010000000000000005.lzo breaks off");
  }

  @Test
  void anEmptySegmentIsNamed() throws Exception {
    Files.write(cloud.inArchive("wal_005/000000010000000000000006.lzo"), new byte[0]);
    assertThat(blocked()).contains("wal_005/000000010000000000000006.lzo breaks off");
  }

  @Test
  void aTruncatedPartOfTheBackupIsNamed() throws Exception {
    truncate(cloud.inArchive("basebackups_005/" + NEWER + "/tar_partitions/part_00000000.tar.lzo"));
    assertThat(blocked()).contains(NEWER).contains("part_00000000.tar.lzo breaks off");
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
    assertThat(blocked()).contains("is of PostgreSQL 10, and source.version says 15");
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
