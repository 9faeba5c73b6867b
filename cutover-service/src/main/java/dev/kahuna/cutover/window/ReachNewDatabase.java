package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.AppLogin;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import java.sql.SQLException;

/**
 * Connects to the new database before the window, as the app will in it. A wrong password, a
 * missing firewall rule or a wrong certificate shows here and not while the app is down.
 */
record ReachNewDatabase(CutoverDatabases databases) {
  private static final int ANSWERS_WITHIN_SECONDS = 3;

  void reach(Migration migration, Leg leg, PostgresUrl url) throws SQLException {
    switch (leg) {
      case TO_REPLICA -> reachAsTheApp(migration, leg, url);
      case TO_AURORA -> {
        openLogin(migration, url);
        reachAsTheApp(migration, leg, url);
      }
      // The app can't log in there until the window has proven that nothing is missing.
      case BACK_TO_REPLICA -> databases.replica(migration).close();
    }
  }

  /** An undone window may have closed it. */
  private void openLogin(Migration migration, PostgresUrl url) throws SQLException {
    try (var target = databases.target(migration)) {
      AppLogin.open(target, url.credentials().user());
    }
  }

  private void reachAsTheApp(Migration migration, Leg leg, PostgresUrl url) throws SQLException {
    try (var connection = databases.asTheApp(migration, leg, url)) {
      if (!connection.isValid(ANSWERS_WITHIN_SECONDS)) {
        throw new Rejected("The new database does not answer at " + url.endpoint());
      }
    }
  }
}
