package dev.kahuna.cutover.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.database.Wal;
import dev.kahuna.event.Lsn;
import dev.kahuna.postgres.TestPostgres;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A real standby, paused while it replays. */
class StandbyFreezeTest {
  @Test
  void theStandbyStaysWhereItSaidItWasFrozen() throws Exception {
    try (var primary = TestPostgres.start();
        var server = TestPostgres.of(15).following(primary).start();
        var standby = server.open()) {
      primary.execute("CREATE TABLE t (filler text)");
      var begun = Wal.replayedLsn(standby);
      var writing =
          CompletableFuture.runAsync(
              () ->
                  primary.execute(
                      "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 100000)"));
      await().until(() -> Wal.replayedLsn(standby).minus(begun) > (1 << 20));

      var frozenAt = StandbyFreeze.freeze(standby);

      writing.join();
      var end = primary.query("SELECT pg_current_wal_lsn()");
      await()
          .until(
              () ->
                  server
                      .query("SELECT pg_last_wal_receive_lsn() >= '%s'".formatted(end))
                      .equals("t"));
      assertThat(frozenAt).contains(Wal.replayedLsn(standby));
      assertThat(frozenAt).get().matches(at -> !at.isAtLeast(Lsn.parse(end)));
      assertThat(StandbyFreeze.freeze(standby)).as("again").isEqualTo(frozenAt);
      assertThat(StandbyFreeze.onceStandingStill(standby)).isEqualTo(frozenAt);
    }
  }
}
