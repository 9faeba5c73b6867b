package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.Fences;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the database that an undone window would have brought the app to. */
final class CloseNewDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(CloseNewDatabase.class);

  private final Fences fences;

  CloseNewDatabase(CutoverDatabases databases) {
    this.fences = new Fences(databases);
  }

  /** Whether the window has come so far that the app could log in there, had it the URL. */
  static boolean mayBeOpen(Migration migration, Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> LostReplica.mayBePromoted(migration);
      case TO_AURORA, BACK_TO_REPLICA -> migration.has(ReplicationStopped.class, leg);
    };
  }

  /** Whether the apps may have been given its URL: from the fact on that the repoint waits for. */
  static boolean mayBeInUse(Migration migration, Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> migration.has(SlotCreated.class, leg);
      case TO_AURORA -> migration.has(ReverseReplicationStarted.class, leg);
      case BACK_TO_REPLICA -> migration.has(ReplicaOpened.class, leg);
    };
  }

  /**
   * Closes it to the app, and ends the app's sessions there.
   *
   * @return false if it is out of reach. The dynos may reach it nevertheless: their path is another
   *     one. Any other failure is thrown, since two databases must not take writes.
   */
  boolean close(Migration migration, Leg leg) throws Exception {
    try {
      var unused = fences.closeNew(migration, leg);
      return true;
    } catch (SQLException | Unavailable e) {
      if (!isOutOfReach(e)) {
        throw e;
      }
      LOG.warn("{} the new database can't be closed now: {}", migration, e.getMessage());
      return false;
    }
  }

  private static boolean isOutOfReach(Exception e) {
    return !(e instanceof SQLException sql) || PostgresFailures.isOfServer(sql);
  }
}
