package dev.kahuna.cutover.replication;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.time.Duration;

/**
 * Writes a row on the database that the app leaves, behind its fence, and waits to read it on the
 * one it comes to: changes are applied in the order of their commits, so all that was acknowledged
 * is there too. Positions of the two servers can't be compared; only a row crosses.
 */
public final class TargetDrain {
  private static final Queries SQL = Queries.of(TargetDrain.class);

  private final CutoverDatabases databases;

  public TargetDrain(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    var way = leg.slug();
    var marker = "%s-%s-%d".formatted(migration.id(), way, attempt);
    try (var servers = databases.both(migration, leg)) {
      return drained(servers.get(0), servers.get(1), marker)
          ? StepOutcome.done(new TargetDrained(leg, attempt, marker))
          : StepOutcome.notYet("waiting for the marker row", Duration.ofMillis(20));
    }
  }

  /** Writing the marker again, after its commit's outcome got lost, leaves the first one. */
  public static boolean drained(Connection source, Connection target, String marker)
      throws Exception {
    SQL.run(source, "write-marker", marker);
    if (!Poll.DATABASE.until(() -> SQL.one(target, "find-marker", r -> r.getBoolean(1), marker))) {
      return false;
    }
    SQL.run(target, "commit-durably");
    return true;
  }
}
