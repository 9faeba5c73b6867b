package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.standin.archive.ArchiveStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a source's archive to a target that follows the promoted replica. */
class ReplicaServiceTest {
  private static final Queries QUERIES = Queries.of(ReplicaServiceTest.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int TABLES = 6;
  private static final String SENTINEL = "_backup_stop_sentinel.json";
  private static final int ROWS = 2000 + 20000 + 500 + 701 + 2;

  @Survives(
      fault = 56,
      done = "the frozen standby is killed after the schema was copied, on 10 and on 15",
      held = "it stands where it was frozen, the copy goes on, the standby follows at the end")
  @ParameterizedTest
  @CsvSource({"15, 17.7", "10, 18.1"})
  void everyRowArrivesOnATargetThatGoesOnFollowing(int major, String engine) throws Exception {
    try (var run = new ReplicaUnderTest(major)) {
      run.load("shop");
      var backup = run.source.pushBaseBackup();
      breakNewerBackups(run);
      run.ship();
      run.request();
      run.launch(REPLICA);
      run.launch(STANDBY);
      assertThat(run.steps.until(BaseBackupRestored.class).backup()).isEqualTo(backup);
      assertThat(run.steps.until(ReplicaStarted.class).majorVersion()).isEqualTo(major);
      run.steps.until(StandbyStarted.class);
      assertThat(run.steps.shown("restore-base-backup").unit()).isEqualTo("bytes");
      assertThat(run.steps.shown("start-standby").total()).isPositive();

      run.createTarget(engine);
      run.check();
      assertThat(run.steps.until(SchemaRehearsed.class).tables()).isEqualTo(TABLES);
      assertThat(new CutoverUnderTest(run).perform(major)).isLessThan(Duration.ofSeconds(5));
      live(run);

      run.steps.until(SchemaCopied.class);
      restartStandby(run);
      var copied = run.steps.until(DataCopied.class);
      assertThat(copied.tables()).isEqualTo(TABLES);
      assertThat(copied.rows()).isEqualTo(ROWS);
      assertThat(run.samples).isNotEmpty();
      assertThat(run.steps.again("copy-schema", "copy-data")).contains(copied);
      run.steps.until(IndexesBuilt.class);
      run.steps.until(SubscriptionStarted.class);
      run.steps.again("build-indexes", "start-subscription");
      run.steps.until(StandbyThawed.class);

      awaitEqual(run);
      live(run);
      awaitEqual(run);
    }
  }

  /** A delta whose base is gone, a sentinel that breaks off, and an object of another name. */
  private static void breakNewerBackups(ReplicaUnderTest run) throws IOException {
    var store = new ArchiveStore(run.sandbox.archive().access());
    var delta = "0000000100000000000000F0_D_0000000100000000000000E0";
    store.put("basebackups_005/base_" + delta + "/tar_partitions/part_001.tar.lz4", "nothing");
    store.put(
        "basebackups_005/base_" + delta + SENTINEL,
        "{\"LSN\":4026531880,\"DeltaFrom\":\"base_0000000100000000000000E0\",\"DeltaCount\":1}");
    store.put("basebackups_005/base_0000000100000000000000F1" + SENTINEL, "{\"LSN\":40");
    store.put("basebackups_005/base_0000000100000000000000F2" + SENTINEL + ".tmp", "{}");
  }

  private static void restartStandby(ReplicaUnderTest run) throws Exception {
    try (var standby = run.host(STANDBY);
        var statement = standby.createStatement()) {
      statement.execute(
          "COPY (SELECT '') TO PROGRAM 'cat > /dev/null; kill -9 \"$(head -n 1 postmaster.pid)\"'");
    }
    var frozenAt = run.steps.migration().get(StandbyFrozen.class, Leg.TO_REPLICA).frozenAt();
    await("standby at " + frozenAt)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () -> {
              run.start(STANDBY);
              live(run);
              try (var standby = run.host(STANDBY)) {
                return FrozenStandby.of(standby).equals(new FrozenStandby(true, true, frozenAt));
              }
            });
  }

  private static void live(ReplicaUnderTest run) throws SQLException {
    try (var replica = run.host(REPLICA)) {
      QUERIES.run(replica, "live");
    }
  }

  private static void awaitEqual(ReplicaUnderTest run) {
    await("target and standby like the replica")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              try (var replica = run.host(REPLICA);
                  var standby = run.host(STANDBY);
                  var target = run.target()) {
                var there = Contents.of(replica);
                assertThat(Contents.of(target)).isEqualTo(there);
                assertThat(Contents.of(standby)).isEqualTo(there);
              }
            });
  }
}
