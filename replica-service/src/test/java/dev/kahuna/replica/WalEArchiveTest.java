package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.Lsn;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.request.MigrationRequest.Encryption;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.SecretRef;
import dev.kahuna.standin.archive.ArchiveAccess;
import dev.kahuna.standin.archive.Libsodium;
import dev.kahuna.standin.host.HostFleet;
import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An archive that WAL-E 1.1 wrote of a PostgreSQL 10.23 becomes a replica with all that was in it.
 */
class WalEArchiveTest {
  private static final Path FIXTURES =
      Path.of("../stand-ins/src/test/resources/dev/kahuna/standin/archive").toAbsolutePath();
  private static final String NEWEST = "base_000000010000000000000004_00000040";

  @TempDir private Path directory;

  @Test
  void everyRowIsThere() throws Exception {
    try (var run = new ReplicaUnderTest(10)) {
      var archive = run.sandbox.archive().access("wal-e");
      upload(FIXTURES.resolve("wal-e-archive"), archive);
      run.request(archive);
      restore(run);
    }
  }

  @Test
  void everyRowOfOneThatGpgEncryptedIsThere() throws Exception {
    try (var run = new ReplicaUnderTest(10);
        var gpg = new Gpg(directory.resolve("gpg"))) {
      restoreEncrypted(run, Method.OPENPGP, gpg.privateKey(), gpg::encrypt);
    }
  }

  /**
   * WAL-E knows no libsodium; WAL-G, which does, encrypts objects of its own layout in this way.
   */
  @Test
  void everyRowOfOneThatLibsodiumEncryptedIsThere() throws Exception {
    try (var run = new ReplicaUnderTest(10)) {
      var libsodium = new Libsodium();
      var key = Base64.getEncoder().encodeToString(libsodium.key());
      restoreEncrypted(run, Method.LIBSODIUM_BASE64, key, libsodium::encrypt);
    }
  }

  @Test
  void aHostWithoutAnAccessKeyReadsItByItsInstanceProfile() throws Exception {
    try (var metadata = new InstanceMetadata();
        var run =
            new ReplicaUnderTest(
                10,
                (sandbox, _) ->
                    new HostFleet(
                        sandbox.machine(),
                        sandbox.state().root().resolve("h"),
                        sandbox.tools(),
                        root ->
                            Map.of(
                                "KAHUNA_HOME",
                                root + "/srv",
                                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                                metadata.endpoint())))) {
      var archive = run.sandbox.archive().access("wal-e");
      metadata.give(archive);
      upload(FIXTURES.resolve("wal-e-archive"), archive);
      run.requestByInstanceProfile(archive);
      restore(run);
      assertThat(metadata.keysGiven()).isPositive();
    }
  }

  private interface Encrypting {
    void inPlace(Path file) throws IOException;
  }

  private void restoreEncrypted(
      ReplicaUnderTest run, Method method, String key, Encrypting encrypting) throws Exception {
    var archive = run.sandbox.archive().access("wal-e");
    var encrypted = directory.resolve("archive");
    Shell.run(
        List.of("cp", "-r", FIXTURES.resolve("wal-e-archive").toString(), encrypted.toString()));
    try (var files = Files.walk(encrypted)) {
      for (var file : files.filter(f -> f.toString().endsWith(".lzo")).toList()) {
        encrypting.inPlace(file);
      }
    }
    upload(encrypted, archive);
    run.secretsManager.put("archive-key", key);
    run.request(archive, Optional.of(new Encryption(method, SecretRef.aws("archive-key"))));
    restore(run);
  }

  private static void restore(ReplicaUnderTest run) throws Exception {
    var truth = JsonMapper.shared().readTree(FIXTURES.resolve("wal-e-archive-truth.json").toFile());
    run.launch(REPLICA);
    assertThat(run.steps.until(BaseBackupRestored.class).backup()).isEqualTo(NEWEST);
    run.steps.until(ReplicaStarted.class);
    var end = Lsn.parse(truth.get("last_lsn").asString());
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                Lsn.parse(one(run, "postgres", "SELECT pg_last_wal_replay_lsn()")).isAtLeast(end));
    compare(run, truth);
  }

  private static void compare(ReplicaUnderTest run, JsonNode truth) throws SQLException {
    var database =
        one(
            run,
            "postgres",
            "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname = 'postgres' LIMIT 1");
    for (var figure :
        Map.of(
                "rando_rows", "SELECT count(*) FROM rando",
                "rando_sum_n", "SELECT sum(n) FROM rando",
                "rando_max_id", "SELECT max(id) FROM rando",
                "draw_note_rows", "SELECT count(*) FROM draw_note",
                "system_identifier", "SELECT system_identifier FROM pg_control_system()")
            .entrySet()) {
      assertThat(one(run, database, figure.getValue()))
          .as(figure.getKey())
          .isEqualTo(truth.get(figure.getKey()).asString());
    }
  }

  private static String one(ReplicaUnderTest run, String database, String query)
      throws SQLException {
    try (Connection replica =
            new HostDatabases(run.secrets)
                .open(run.steps.migration(), REPLICA, database, Duration.ofSeconds(30));
        var statement = replica.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void upload(Path from, ArchiveAccess archive) throws IOException {
    var credentials = AwsBasicCredentials.create(archive.accessKeyId(), archive.secretAccessKey());
    try (var s3 =
            S3Client.builder()
                .endpointOverride(URI.create(archive.endpoint()))
                .region(Region.of(archive.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
        var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        s3.putObject(
            put ->
                put.bucket(URI.create(archive.prefix()).getHost())
                    .key("wal-e/" + from.relativize(file)),
            file);
      }
    }
  }
}
