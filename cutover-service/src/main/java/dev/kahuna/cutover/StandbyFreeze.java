package dev.kahuna.cutover;

import dev.kahuna.event.Course;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Pauses the standby's replay between the fence and the promotion: there it stays until the data
 * has been copied from it.
 */
final class StandbyFreeze {
  private static final Queries SQL = Queries.of(StandbyFreeze.class);

  private final CutoverDatabases databases;

  StandbyFreeze(CutoverDatabases databases) {
    this.databases = databases;
  }

  StepOutcome run(Migration migration) throws SQLException {
    try (var standby = databases.standby(migration)) {
      if (!isFrozen(standby)) {
        SQL.run(standby, "pause-replay");
      }
      // A pause holds before the next record is applied, so this position is the last.
      var frozenAt = WalDrain.replayed(standby);
      var attempt = migration.attempt(Course.cutover(Leg.TO_REPLICA));
      return StepOutcome.done(new StandbyFrozen(Leg.TO_REPLICA, attempt, frozenAt));
    }
  }

  /** Undoes the freeze; a standby that runs already goes on. */
  void thaw(Migration migration) throws SQLException {
    try (var standby = databases.standby(migration)) {
      if (isFrozen(standby)) {
        SQL.run(standby, "resume-replay");
      }
    }
  }

  private static boolean isFrozen(Connection standby) throws SQLException {
    return SQL.one(standby, "replay-paused", r -> r.getBoolean(1));
  }
}
