package dev.kahuna.cutover;

import static dev.kahuna.cutover.CutoverUnderLoad.asTheApp;
import static dev.kahuna.cutover.CutoverUnderLoad.failed;
import static dev.kahuna.cutover.CutoverUnderLoad.refusedAsTheApp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.cutover.app.RogueSession;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.StepFailed;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.standin.heroku.HerokuFaults;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live app under load, moved by the service's own steps, and back again. */
class CutoverOnStandInsTest {
  /** After that an undo knows that the replica is not promoted any more. */
  private static final Duration PROMOTION_WITHIN = Duration.ofSeconds(5);

  private static final String ROGUE_WRITE = "INSERT INTO ticks (worker) VALUES ('rogue')";

  @TempDir Path directory;
  private CutoverUnderLoad load;
  private CutoverTestbed cloud;

  @BeforeEach
  void start() throws Exception {
    load = new CutoverUnderLoad(directory, 50);
    cloud = load.cloud;
  }

  @AfterEach
  void end() throws Exception {
    load.end();
  }

  @Survives(
      fault = 14,
      done = "DATABASE_URL belongs to the only attachment of its add-on",
      held = "a second name is attached before the window, so that the first can go")
  @Test
  void bothCutoversLoseNoAcknowledgedWrite() throws Exception {
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    var toReplica = cloud.saga.migration().get(CutoverCompleted.class, Leg.TO_REPLICA);
    assertThat(toReplica.unavailableMillis()).isLessThan(10_000);
    assertThat(cloud.shop.config()).containsEntry("KAHUNA_SOURCE_URL", cloud.sourceUrl());
    assertThat(cloud.shop.config().get("DATABASE_URL")).contains(":" + port(cloud.replica) + "/");
    load.assertTheAppRuns();
    load.assertEveryAcknowledgedWriteIsOn(cloud.replica);
    assertThat(cloud.ask(cloud.standby, "SELECT pg_is_wal_replay_paused()")).isEqualTo("t");
    assertThat(refusedAsTheApp(cloud.source, "p:w")).contains("read-only transaction");

    cloud.replicate();
    cloud.saga.runUntil(m -> m.has(MigrationCompleted.class));
    var toAurora = cloud.saga.migration().get(CutoverCompleted.class, Leg.TO_AURORA);
    assertThat(toAurora.unavailableMillis()).isLessThan(8_000);
    load.assertTheAppRuns();
    load.writer.stop();
    load.assertEveryAcknowledgedWriteIsOn(cloud.target);
    assertThat(cloud.ask(cloud.target, "SELECT count(*) FROM pg_subscription")).isEqualTo("0");
    assertThat(cloud.ask(cloud.replica, "SELECT count(*) FROM pg_replication_slots"))
        .isEqualTo("0");
    assertThat(refusedAsTheApp(cloud.replica, "p:w")).contains("not permitted to log in");
    System.out.printf(
        "unavailable: %d ms, then %d ms%n",
        toReplica.unavailableMillis(), toAurora.unavailableMillis());
  }

  @Test
  void cancelledBeforeThePromotionTheReplicaFollowsOn() throws Exception {
    cloud.saga.runUntil(m -> m.has(StandbyFrozen.class, Leg.TO_REPLICA));
    assertThat(cloud.shop.maintenance()).isTrue();
    cloud.saga.know(new MigrationCancelled("enough"));
    undone(0, "cancelled: enough");
    assertThat(cloud.ask(cloud.replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(cloud.ask(cloud.standby, "SELECT pg_is_wal_replay_paused()")).isEqualTo("f");
  }

  @Test
  void failedAfterTheRepointTheAppGoesBackAndThePromotedReplicaIsClosed() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.saga.know(failed("pivot-to-replica", Leg.TO_REPLICA, "too late"));
    undone(1, "pivot-to-replica: too late");
    assertThat(refusedAsTheApp(cloud.replica, "p:w")).contains("not permitted to log in");
  }

  @Survives(
      fault = 16,
      done = "somebody writes to Heroku's database after the fence and before the pivot",
      held = "seen at the pivot, which is not reached; the window is undone and nothing is lost")
  @Test
  void aWriteThatPassesTheFenceUndoesTheWindow() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.execute(cloud.source, ROGUE_WRITE);
    cloud.saga.runUntil(m -> m.holding().stream().anyMatch(f -> f.event() instanceof StepFailed));
    assertThat(cloud.saga.migration().get(StepFailed.class).reason()).contains("Somebody wrote");
    undone(1, "pivot-to-replica: Somebody wrote");
  }

  @Survives(
      fault = 16,
      done = "a session of its own begins READ WRITE and writes while the window drains",
      held = "it is ended before it can commit")
  @Survives(
      fault = 24,
      done = "a transaction is open when the window has opened",
      held = "it is ended; no acknowledged write is lost")
  @Test
  void aTransactionThatIsOpenAtTheDrainIsEnded() throws Exception {
    cloud.saga.runUntil(m -> m.has(SourceFenced.class, Leg.TO_REPLICA));
    try (var rogue = rogue()) {
      rogue.execute(ROGUE_WRITE);
      cloud.saga.runUntil(m -> m.has(ReplicaDrained.class, Leg.TO_REPLICA));
      assertThat(rogue.isAlive()).isFalse();
    }
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    load.assertEveryAcknowledgedWriteIsOn(cloud.replica);
  }

  @Survives(
      fault = 35,
      done = "two sessions begin READ WRITE after the drain, one gets an id and writes nothing yet",
      held = "they are ended before the pivot, which is reached; neither can commit")
  @Test
  void transactionsThatAreOpenAtThePivotAreEnded() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    try (var writing = rogue();
        var waiting = rogue()) {
      writing.execute("SELECT txid_current()");
      cloud.saga.runUntil(m -> m.has(PivotReached.class, Leg.TO_REPLICA));
      assertThatThrownBy(() -> writing.execute(ROGUE_WRITE)).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> waiting.execute(ROGUE_WRITE)).isInstanceOf(SQLException.class);
    }
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    load.assertEveryAcknowledgedWriteIsOn(cloud.replica);
  }

  @Survives(
      fault = 35,
      done = "a session has written after the drain, alone, and means to commit after the pivot",
      held = "it is ended and can't commit; the window is undone, for its sequence has moved")
  @Test
  void aWriteThatIsOpenAtThePivotIsEnded() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    try (var rogue = rogue()) {
      rogue.execute(ROGUE_WRITE);
      cloud.saga.runUntil(m -> m.holding().stream().anyMatch(f -> f.event() instanceof StepFailed));
      assertThatThrownBy(rogue::commit).isInstanceOf(SQLException.class);
    }
    undone(1, "pivot-to-replica: Somebody wrote");
  }

  @Survives(
      fault = 35,
      done = "TRUNCATE, committed between drain and pivot",
      held = "the window is undone, though no row was counted")
  @Test
  void aWriteThatChangesNoRowUndoesTheWindow() throws Exception {
    cloud.execute(cloud.source, "CREATE TABLE kept AS SELECT 1 AS id");
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.execute(cloud.source, "TRUNCATE kept");
    cloud.saga.runUntil(m -> m.holding().stream().anyMatch(f -> f.event() instanceof StepFailed));
    assertThat(cloud.saga.migration().get(StepFailed.class).reason()).contains("Somebody wrote");
  }

  @Test
  void undoneAfterTheRepointToAuroraTheAppIsLockedOutThereUntilTheNextAttempt() throws Exception {
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    cloud.replicate();
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_AURORA));
    cloud.saga.know(failed("pivot-to-aurora", Leg.TO_AURORA, "too late"));
    cloud.saga.runUntil(m -> m.has(WritesRestored.class, Leg.TO_AURORA));
    assertThat(refusedAsTheApp(cloud.target, "new")).contains("not permitted to log in");
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(cloud.shop.config().get("DATABASE_URL")).contains(":" + port(cloud.replica) + "/");
    load.assertTheAppRuns();
    load.assertEveryAcknowledgedWriteIsOn(cloud.replica);

    cloud.execute(
        cloud.replica, "UPDATE kahuna.heartbeat SET sent_at = clock_timestamp() + interval '1 h'");
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_AURORA));
    load.assertTheAppRuns();
    load.assertEveryAcknowledgedWriteIsOn(cloud.target);
  }

  @Survives(
      fault = 13,
      done = "the answers to taking the attachment away and to setting the config get lost",
      held = "read back; two releases and no third")
  @Test
  void herokusAnswersGetLostAndNothingIsDoneTwice() throws Exception {
    var lost = new HerokuFaults.Fault.Answer(503, true);
    cloud.saga.runUntil(m -> m.has(ReplicaDrained.class, Leg.TO_REPLICA));
    var before = cloud.shop.releases().size();
    cloud.heroku.faults().next(1, "DELETE", "/addon-attachments/[^/]+", lost);
    cloud.heroku.faults().next(1, "PATCH", "/apps/shop/config-vars", lost);
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    assertThat(cloud.shop.releases()).hasSize(before + 2);
    load.assertTheAppRuns();
    load.assertEveryAcknowledgedWriteIsOn(cloud.replica);
  }

  private RogueSession rogue() throws SQLException {
    return RogueSession.in(asTheApp(cloud.source, "p:w"));
  }

  private void undone(int lostReplica, String reason) throws Exception {
    var begun = System.nanoTime();
    cloud.saga.runUntil(m -> m.has(WritesRestored.class, Leg.TO_REPLICA));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    cloud.clock.forward(PROMOTION_WITHIN);
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    var undone = cloud.saga.migration().get(CutoverUndone.class);
    assertThat(undone.lostReplica()).isEqualTo(lostReplica);
    assertThat(undone.reason()).startsWith(reason);
    assertThat(cloud.shop.config()).containsEntry("DATABASE_URL", cloud.sourceUrl());
    load.assertTheAppRuns();
    load.assertEveryAcknowledgedWriteIsOn(cloud.source);
    assertThat(cloud.saga.migration().has(ReplicationStopped.class)).isFalse();
  }

  private static int port(TestPostgres server) {
    return server.endpoint().port();
  }
}
