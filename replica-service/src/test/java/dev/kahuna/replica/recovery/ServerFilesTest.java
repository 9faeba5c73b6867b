package dev.kahuna.replica.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.PostgresEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerFilesTest {
  private static final String FACTS =
      """
      running: inactive
      home: /var/lib/kahuna
      system user: postgres
      memory in MiB: 65536
      volume in MiB: 2097152
      free in MiB: 1000000
      statements library: /usr/lib/postgresql/15/lib/pg_stat_statements.so
      major version: %d
      pg_control version number:            1300
      Time of latest checkpoint:            Sun 22 Nov 2026 06:11:44 PM UTC
      max_connections setting:              120
      max_worker_processes setting:         8
      max_wal_senders setting:              10
      max_prepared_xacts setting:           5
      max_locks_per_xact setting:           64
      """;

  @Test
  void nothingIsBelowWhatThePrimaryHad() {
    assertThat(replica(15).settings())
        .contains("max_connections = '130'")
        .contains("max_worker_processes = '16'")
        .contains("max_wal_senders = '20'")
        .contains("max_prepared_transactions = '5'");
  }

  @Test
  void aDumpCanLockEveryTableOfALargeSchemaOnEitherHost() {
    var locks = "max_locks_per_transaction = '1024'";
    assertThat(replica(15).settings()).contains(locks);
    assertThat(standby(15).settings()).contains(locks);
    assertThat(with("max_locks_per_xact setting: +\\d+", "").settings()).contains(locks);
    assertThat(with("(max_locks_per_xact setting: +)64", "$14096").settings())
        .contains("max_locks_per_transaction = '4096'");
  }

  @Test
  void theServerIsGivenWhatTheHostHas() {
    assertThat(replica(15).settings())
        .contains("shared_buffers = '16384MB'")
        .contains("effective_cache_size = '49152MB'")
        .contains("maintenance_work_mem = '2048MB'")
        .contains("work_mem = '63MB'")
        .contains("max_wal_size = '32768MB'");
  }

  @Test
  void statementsAreCountedWhereTheLibraryIs() {
    assertThat(replica(15).settings()).contains("shared_preload_libraries = 'pg_stat_statements'");
    assertThat(with("/usr/lib.*[.]so", "").settings()).doesNotContain("shared_preload_libraries");
  }

  /** 13 is the first version that gives a slot up; before it only somebody from outside can. */
  @Test
  void slotsNeverFillTheVolume() {
    assertThat(replica(13).settings()).contains("max_slot_wal_keep_size = '800000MB'");
    assertThat(replica(12).settings()).doesNotContain("max_slot_wal_keep_size");
  }

  @Test
  void aSmallHostStillHasEnoughToStart() {
    assertThat(new HostCapacity(512, 1024, 100).settings(500))
        .containsEntry("shared_buffers", "128MB")
        .containsEntry("work_mem", "4MB")
        .containsEntry("max_wal_size", "1024MB");
  }

  @Test
  void theReplicaReadsTheArchiveAndTheStandbyOnlyTheReplica() {
    assertThat(replica(15).settings())
        .contains("restore_command = '\"/var/lib/kahuna/bin/restore-wal\" \"%f\" \"%p\"'")
        .doesNotContain("primary_conninfo");
    assertThat(standby(15).settings())
        .contains("primary_slot_name = 'kahuna_standby'")
        .contains("sslmode=verify-ca sslrootcert=/var/lib/kahuna/etc/primary.crt")
        .doesNotContain("restore_command");
  }

  @Test
  void recoverySettingsStandInRecoveryConfUpTo11() {
    assertThat(replica(11).settings()).doesNotContain("restore_command");
    assertThat(replica(11).recoveryConf())
        .contains("standby_mode = 'on'", "restore_command", "kahuna.promote");
    assertThat(standby(11).recoveryConf()).doesNotContain("trigger_file");
  }

  @Test
  void theSuperuserComesWithACertificateAndTheAppWithAPassword() {
    assertThat(replica(15).access().lines())
        .containsSubsequence(
            "hostssl all         postgres           all  cert map=kahuna",
            "hostssl all         kahuna_replication all  scram-sha-256",
            "hostssl all all 10.0.0.0/8 md5")
        .noneMatch(line -> line.startsWith("host "));
  }

  @Test
  void settingsOfTheOperatorWin() {
    assertThat(replica(15).settings()).contains("wal_retrieve_retry_interval = '1s'");
  }

  /** A replica of a host that reports other facts. */
  private static ServerFiles with(String fact, String other) {
    return new ServerFiles(
        RecoveryFacts.parse(FACTS.formatted(15).replaceAll(fact, other)),
        "10.0.0.6",
        List.of(),
        Optional.empty(),
        Map.of());
  }

  private static ServerFiles replica(int major) {
    return files(major, Optional.empty());
  }

  private static ServerFiles standby(int major) {
    return files(major, Optional.of(new PostgresEndpoint("10.0.0.5", 5432, "postgres")));
  }

  private static ServerFiles files(int major, Optional<PostgresEndpoint> primary) {
    return new ServerFiles(
        RecoveryFacts.parse(FACTS.formatted(major)),
        "10.0.0.6",
        List.of("10.0.0.0/8"),
        primary,
        Map.of("wal_retrieve_retry_interval", "1s"));
  }
}
