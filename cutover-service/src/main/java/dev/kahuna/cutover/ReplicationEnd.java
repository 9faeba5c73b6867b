package dev.kahuna.cutover;

import dev.kahuna.event.Course;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Ends the replication in two acts: inside the window the subscription is only disabled, which an
 * undo can take back in a moment; when the app is on Aurora for good it is dropped, and its slot.
 */
final class ReplicationEnd {
  private static final Queries SQL = Queries.of(ReplicationEnd.class);

  private final CutoverDatabases databases;

  ReplicationEnd(CutoverDatabases databases) {
    this.databases = databases;
  }

  StepOutcome disable(Migration migration) throws SQLException {
    try (var target = databases.target(migration)) {
      if (isEnabled(target)) {
        SQL.run(target, "disable-subscription");
      }
      return StepOutcome.done(
          new ReplicationStopped(Leg.TO_AURORA, migration.attempt(Course.cutover(Leg.TO_AURORA))));
    }
  }

  /** Lets the replication go on where it stopped: the undo. */
  void enable(Migration migration) throws SQLException {
    try (var target = databases.target(migration)) {
      if (exists(target) && !isEnabled(target)) {
        SQL.run(target, "enable-subscription");
      }
    }
  }

  /** Parted from its slot first, so that dropping it needs no connection to the replica. */
  StepOutcome drop(Migration migration) throws SQLException {
    try (var target = databases.target(migration)) {
      if (exists(target)) {
        if (isEnabled(target)) {
          SQL.run(target, "disable-subscription");
        }
        SQL.run(target, "part-subscription-from-slot");
        SQL.run(target, "drop-subscription");
      }
    }
    try (var replica = databases.replica(migration)) {
      SQL.one(replica, "drop-slot", r -> r.getLong(1));
      if (SQL.one(replica, "slot-exists", r -> r.getBoolean(1))) {
        return StepOutcome.notYet("waiting until the slot is idle", Duration.ofMillis(500));
      }
    }
    return StepOutcome.done(new MigrationCompleted());
  }

  private static boolean exists(Connection target) throws SQLException {
    return !SQL.list(target, "subscription-enabled", r -> r.getBoolean(1)).isEmpty();
  }

  private static boolean isEnabled(Connection target) throws SQLException {
    return SQL.list(target, "subscription-enabled", r -> r.getBoolean(1)).contains(true);
  }
}
