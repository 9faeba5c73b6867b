package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.window.WindowDirection;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Site;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Checks that everything {@link BreakGlass} needs can be reached from here; changes nothing. */
record BreakGlassPreflight(CutoverDatabases databases, List<App> apps, Secrets secrets) {
  private static final int ANSWERS_WITHIN_SECONDS = 5;

  private interface Opening {
    Connection open() throws SQLException;
  }

  /**
   * Throws, with a sentence for the operator, if something that is required does not answer.
   *
   * @param newIsGone whether the operator has declared the new database gone
   * @return whether the new database answers; it must, unless it is declared gone
   */
  boolean check(WindowSnapshot snapshot, WindowDirection direction, boolean newIsGone)
      throws Exception {
    var migration = snapshot.migration();
    var leg = snapshot.leg();
    Parallel.map(apps, App::isInMaintenance);
    return switch (direction) {
      case BACK -> checkBack(migration, leg, newIsGone);
      case FORWARD -> checkForward(migration, leg);
    };
  }

  private boolean checkBack(Migration migration, Leg leg, boolean newIsGone) throws SQLException {
    requireAnswer(leg.from(), () -> databases.open(migration, leg.from()));
    try {
      requireAnswer(leg.to(), () -> databases.open(migration, leg.to()));
      return true;
    } catch (Unavailable e) {
      if (newIsGone) {
        return false;
      }
      throw new Rejected(
          e.getMessage()
              + ". It may already be open to the app, so it must be closed first. Run this where"
              + " the services run; if that database is gone, add --new-is-gone",
          e);
    }
  }

  private boolean checkForward(Migration migration, Leg leg) throws SQLException {
    var url = PostgresUrl.parse(secrets.read(migration.get(CutoverPrepared.class, leg).newUrl()));
    requireAnswer(leg.to(), () -> databases.asTheApp(migration, leg, url));
    return true;
  }

  private static void requireAnswer(Site site, Opening opening) throws SQLException {
    try (var connection = opening.open()) {
      if (!connection.isValid(ANSWERS_WITHIN_SECONDS)) {
        throw new Unavailable(site.capitalized() + " does not answer");
      }
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) == FailureKind.UNAVAILABLE) {
        throw new Unavailable(site.capitalized() + " can't be reached from here", e);
      }
      throw new Rejected(site.capitalized() + " refuses: " + e.getMessage(), e);
    }
  }
}
