package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.replica.StandbyFreeze;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.cutover.replication.ReverseReplication;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import java.sql.SQLException;

/** Continues, after an undone window, what the window froze or stopped. */
final class ResumeReplication {
  private final StandbyFreeze freeze;
  private final ReplicationEnd replication;
  private final ReverseReplication reverse;

  ResumeReplication(CutoverDatabases databases, Secrets secrets) {
    this.freeze = new StandbyFreeze(databases);
    this.reverse = new ReverseReplication(databases, secrets);
    this.replication = new ReplicationEnd(databases, reverse);
  }

  /**
   * The reverse replication is removed before the forward one continues.
   *
   * @param isReplicaLost whether the standby has no replica left to follow
   * @return false while the slot on Aurora is still in use
   */
  boolean run(Migration migration, Leg leg, boolean isReplicaLost) throws SQLException {
    switch (leg) {
      case TO_REPLICA -> {
        if (!isReplicaLost) {
          freeze.thaw(migration);
        }
      }
      case TO_AURORA -> {
        if (migration.has(ReplicationStopped.class, leg) && !reverse.remove(migration)) {
          return false;
        }
        replication.enable(migration, leg);
      }
      case BACK_TO_REPLICA -> replication.enable(migration, leg);
    }
    return true;
  }
}
