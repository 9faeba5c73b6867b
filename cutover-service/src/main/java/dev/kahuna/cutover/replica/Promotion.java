package dev.kahuna.cutover.replica;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.cutover.index.IndexesInWindow;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicaPromoted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Promotes the replica, and lifts the fence there: the read-only default of Heroku's database came
 * with the WAL. It never promotes before the drained LSN: a promotion with missing WAL loses
 * committed rows silently.
 */
public final class Promotion {
  private static final Queries SQL = Queries.of(Promotion.class);

  private final CutoverDatabases databases;

  public Promotion(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var replica = databases.replica(migration)) {
      if (Wal.isInRecovery(replica)) {
        requireProvableIndexes(migration, replica);
        promote(migration, replica);
        if (!Poll.DATABASE.until(() -> !Wal.isInRecovery(replica))) {
          return StepOutcome.notYet("waiting for the replica's promotion", Duration.ofMillis(20));
        }
      }
      Sessions.lift(replica);
      return StepOutcome.done(
          new ReplicaPromoted(
              Leg.TO_REPLICA, migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA))));
    }
  }

  /** A promotion for nothing costs the replica; so this comes before it. */
  private static void requireProvableIndexes(Migration migration, Connection replica)
      throws SQLException {
    var checked = migration.get(ReplicaChecked.class);
    IndexesInWindow.of(TextIndex.all(replica), checked).requireFit(migration, checked.differing());
  }

  private static void promote(Migration migration, Connection replica) throws SQLException {
    var drained = migration.get(ReplicaDrained.class, Leg.TO_REPLICA).replayLsn();
    var replayed = Wal.replayedLsn(replica);
    if (!replayed.isAtLeast(drained)) {
      throw new Rejected(
          "The replica has replayed only to %s and not to %s; is it the one that was drained?"
              .formatted(replayed, drained));
    }
    var major = migration.get(ReplicaStarted.class).majorVersion();
    SQL.run(replica, major >= 12 ? "promote" : "promote-before-12");
  }
}
