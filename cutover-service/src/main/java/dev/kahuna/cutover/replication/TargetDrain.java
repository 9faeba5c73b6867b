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
 * Writes a marker row on the old database after its fence, and waits to read it on the new one.
 * Changes are applied in the order of their commits, so everything acknowledged before has arrived
 * too. A row is needed because the LSNs of two servers can't be compared.
 */
public final class TargetDrain {
  private static final Queries SQL = Queries.of(TargetDrain.class);

  private final CutoverDatabases databases;

  public TargetDrain(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    var marker = "%s-%s-%d".formatted(migration.id(), leg.slug(), attempt);
    try (var servers = databases.both(migration, leg)) {
      return drained(servers.get(0), servers.get(1), marker)
          ? StepOutcome.done(new TargetDrained(leg, attempt, marker))
          : StepOutcome.notYet("waiting for the marker row", Duration.ofMillis(20));
    }
  }

  /** Can be repeated when the outcome of the commit was lost: the first marker row stays. */
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
