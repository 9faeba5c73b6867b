package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;

/** Opens the replica for the app on its way back: the last act before the app gets its URL. */
public final class ReopenReplica {
  private final CutoverDatabases databases;

  public ReopenReplica(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var replica = databases.replica(migration)) {
      new ReplicaFence().open(replica);
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.BACK_TO_REPLICA));
      return StepOutcome.done(new ReplicaOpened(Leg.BACK_TO_REPLICA, attempt));
    }
  }
}
