package dev.kahuna.cutover.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.database.Wal;
import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.Lsn;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real standby that is killed while it is frozen, and its primary, which was promoted since. */
class FrozenAcrossRestartsTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @Survives(
      fault = 56,
      done = "the frozen standby is killed, twice, while the promoted replica is written to",
      held = "it stands at the same position, paused, both times; thawed, it follows again")
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void aKilledStandbyStandsWhereItWasFrozen(int major) throws Exception {
    try (var source = TestPostgres.of(major).start();
        var replica = TestPostgres.of(major).following(source).start();
        var standby = TestPostgres.of(major).following(replica).start()) {
      source.execute("CREATE TABLE t (id int)", "INSERT INTO t SELECT generate_series(1, 1000)");
      awaitRows(standby, 1000);
      var frozenAt = freeze(standby);
      replica.execute("SELECT pg_promote()", "INSERT INTO t SELECT generate_series(1, 5000)");

      for (var restart : new String[] {"first", "second"}) {
        standby.kill();
        standby.restart();
        replica.execute("INSERT INTO t SELECT generate_series(1, 5000)", "CHECKPOINT");
        await(restart + " restart")
            .atMost(LIMIT)
            .during(Duration.ofSeconds(1))
            .untilAsserted(() -> assertStands(standby, frozenAt));
      }
      assertThat(standby.query("SELECT count(*) FROM t")).isEqualTo("1000");

      thaw(standby);
      standby.restart();
      awaitRows(standby, 16_000);
      assertThat(standby.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
    }
  }

  @Test
  void aStandbyThatDidNotRestartIsThawedWithoutARestart() throws Exception {
    try (var primary = TestPostgres.start();
        var standby = TestPostgres.of(15).following(primary).start()) {
      freeze(standby);
      var started = standby.query("SELECT pg_postmaster_start_time()");
      primary.execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");

      thaw(standby);

      awaitRows(standby, 1);
      assertThat(standby.query("SELECT pg_postmaster_start_time()")).isEqualTo(started);
      assertThat(standby.query("SELECT count(*) FROM pg_file_settings WHERE name ~ '^recovery'"))
          .isEqualTo("0");
    }
  }

  private static void thaw(TestPostgres standby) throws Exception {
    try (var session = standby.open()) {
      ReplayStop.clear(session);
    }
  }

  private static Lsn freeze(TestPostgres standby) throws Exception {
    try (var session = standby.open()) {
      return StandbyFreeze.freeze(session).orElseThrow();
    }
  }

  private static void assertStands(TestPostgres standby, Lsn frozenAt) throws Exception {
    try (var session = standby.open()) {
      assertThat(Wal.replayedLsn(session)).isEqualTo(frozenAt);
    }
    assertThat(standby.query("SELECT pg_get_wal_replay_pause_state()")).isEqualTo("paused");
  }

  private static void awaitRows(TestPostgres standby, int rows) {
    await(rows + " rows")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> standby.query("SELECT count(*) FROM t").equals(String.valueOf(rows)));
  }
}
