package dev.kahuna.cutover.copy;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Removes what an earlier copy left: the slot on the replica, and on Aurora the whole database,
 * which is created again, empty. The app is on the replica and has nothing on Aurora.
 *
 * <p>One DROP DATABASE ends the sessions of the earlier copy, needs no lock for each of any number
 * of tables, and leaves no role's privileges, settings or extensions behind.
 */
public final class ClearCopy {
  private static final Queries SQL = Queries.of(ClearCopy.class);

  private final CutoverDatabases databases;

  public ClearCopy(CutoverDatabases databases) {
    this.databases = databases;
  }

  /** Whether this copy is not the first. */
  public static boolean isNeeded(Migration migration) {
    return migration.attempt(AttemptSeries.COPY) > 1;
  }

  /** The work of the step; can be repeated from any point. */
  public StepOutcome run(Migration migration) throws SQLException {
    var database = databases.targetAt(migration).endpoint().database();
    try (var cluster = databases.targetCluster(migration)) {
      if (SQL.one(cluster, "database-exists", row -> row.getBoolean(1), database)) {
        try (var target = databases.target(migration)) {
          ReplicationEnd.dropSubscription(target);
        }
      }
      try (var replica = databases.replica(migration)) {
        if (!ReplicationEnd.isForcedOut(replica)) {
          return StepOutcome.notYet("waiting until the slot is idle", Duration.ofMillis(500));
        }
      }
      recreate(cluster, database);
    }
    return StepOutcome.done(new CopyCleared(migration.attempt(AttemptSeries.COPY)));
  }

  /** With the encoding and locale that the cluster gives to a new database. */
  static void recreate(Connection cluster, String database) throws SQLException {
    try (var statement = cluster.createStatement()) {
      var name = statement.enquoteIdentifier(database, true);
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      statement.execute("CREATE DATABASE " + name + " TEMPLATE template0");
    }
  }
}
