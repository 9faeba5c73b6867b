package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.DatabaseNames;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.window.WindowDirection;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;

/** Finds out from here whether all that {@link BreakGlass} needs answers; changes nothing. */
final class BreakGlassPreflight {
  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;

  BreakGlassPreflight(CutoverDatabases databases, HerokuApps apps, Secrets secrets) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
  }

  /**
   * Throws with a sentence when something that can't be done without does not answer.
   *
   * @return whether the new database answers; it must, unless it is said to be gone
   */
  boolean check(WindowSnapshot copy, WindowDirection way, boolean newIsGone) throws Exception {
    var migration = copy.migration();
    var leg = copy.leg();
    var api = apps.api(migration);
    var prepared = migration.get(CutoverPrepared.class, leg);
    Parallel.map(prepared.apps(), app -> api.app(app.name()));
    switch (way) {
      case BACK -> answers(DatabaseNames.old(leg), () -> old(databases, migration, leg));
      case FORWARD -> {
        var url = PostgresUrl.parse(secrets.read(prepared.newUrl()));
        answers(
            DatabaseNames.fresh(leg),
            () -> databases.asTheApp(migration, leg, url).open(CutoverDatabases.AS_THE_APP));
        return true;
      }
    }
    try {
      answers(DatabaseNames.fresh(leg), () -> databases.destination(migration, leg));
      return true;
    } catch (Unavailable e) {
      if (newIsGone) {
        return false;
      }
      throw new Rejected(
          e.getMessage()
              + ". It could have been opened for the app already and must be closed first. Run this"
              + " where the services run; if that database is gone, say so with --new-is-gone",
          e);
    }
  }

  /** The database that the app leaves, as Kahuna. */
  static Connection old(CutoverDatabases databases, Migration migration, Leg leg)
      throws SQLException {
    return switch (leg) {
      case TO_REPLICA -> databases.heroku(migration);
      case TO_AURORA -> databases.replica(migration);
      case BACK_TO_REPLICA -> databases.target(migration);
    };
  }

  private interface Opening {
    Connection open() throws SQLException;
  }

  private static void answers(String name, Opening opening) throws SQLException {
    try (var connection = opening.open()) {
      if (!connection.isValid(5)) {
        throw new Unavailable(DatabaseNames.capital(name) + " does not answer");
      }
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) == FailureKind.UNAVAILABLE) {
        throw new Unavailable(DatabaseNames.capital(name) + " can't be reached from here", e);
      }
      throw new Rejected(DatabaseNames.capital(name) + " refuses: " + e.getMessage(), e);
    }
  }
}
