package dev.kahuna.cutover;

import dev.kahuna.event.Course;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.time.Duration;

/**
 * Writes a row on the replica behind its fence and waits to read it on Aurora: changes are applied
 * in the order of their commits, so all that was acknowledged is there too. Positions of the two
 * servers can't be compared; only a row crosses.
 */
final class TargetDrain {
  private static final Queries SQL = Queries.of(TargetDrain.class);

  private final CutoverDatabases databases;

  TargetDrain(CutoverDatabases databases) {
    this.databases = databases;
  }

  StepOutcome run(Migration migration) throws Exception {
    var attempt = migration.attempt(Course.cutover(Leg.TO_AURORA));
    var marker = "%s-to-aurora-%d".formatted(migration.id(), attempt);
    try (var servers =
        Connections.open(() -> databases.replica(migration), () -> databases.target(migration))) {
      var replica = servers.get(0);
      var target = servers.get(1);
      return drained(replica, target, marker)
          ? StepOutcome.done(new TargetDrained(Leg.TO_AURORA, attempt, marker))
          : StepOutcome.notYet("waiting for the marker row on Aurora", Duration.ofMillis(20));
    }
  }

  /** Writing the marker again, after its commit's outcome got lost, leaves the first one. */
  static boolean drained(Connection replica, Connection target, String marker) throws Exception {
    SQL.run(replica, "write-marker", marker);
    if (!Poll.DATABASE.until(() -> SQL.one(target, "find-marker", r -> r.getBoolean(1), marker))) {
      return false;
    }
    SQL.run(target, "commit-durably");
    return true;
  }
}
