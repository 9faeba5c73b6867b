package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;

/**
 * Takes writing away from the replica, where Kahuna is superuser and the fence airtight: nobody but
 * superusers and Aurora's own replication may log in, and no session of anybody else is left.
 */
public final class ReplicaFence {
  private static final Queries SQL = Queries.of(ReplicaFence.class);

  private final CutoverDatabases databases;

  public ReplicaFence(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var replica = databases.replica(migration)) {
      var ended = close(replica);
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.TO_AURORA));
      return StepOutcome.done(
          new SourceFenced(Leg.TO_AURORA, attempt, HerokuFence.end(replica), ended));
    }
  }

  /** For the app that comes back: the last act before it gets the replica's URL. */
  public StepOutcome reopen(Migration migration) throws Exception {
    try (var replica = databases.replica(migration)) {
      open(replica);
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.BACK_TO_REPLICA));
      return StepOutcome.done(new ReplicaOpened(Leg.BACK_TO_REPLICA, attempt));
    }
  }

  /** How many sessions it ended. */
  public static int close(Connection replica) throws Exception {
    SQL.run(replica, "close-logins");
    return Sessions.fence(replica);
  }

  /** The other way; does nothing where nothing is closed. */
  public static void open(Connection replica) throws Exception {
    Sessions.lift(replica);
    SQL.run(replica, "open-logins");
  }
}
