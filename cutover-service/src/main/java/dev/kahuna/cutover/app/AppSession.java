package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import java.sql.SQLException;

/** A session on the new database with the app's future credentials and settings. */
public final class AppSession {
  private static final Queries SQL = Queries.of(AppSession.class);

  private AppSession() {}

  /**
   * Checks that the app can write to the new database.
   *
   * @throws Rejected if its sessions are read-only
   */
  public static void requireWritable(
      CutoverDatabases databases, Migration migration, Leg leg, PostgresUrl url)
      throws SQLException {
    try (var session = databases.asTheApp(migration, leg, url)) {
      if (!SQL.one(session, "takes-writes", r -> r.getBoolean(1))) {
        throw new Rejected(
            "Sessions of the app are read-only at %s; see the settings of its role and database"
                .formatted(url.endpoint()));
      }
    }
  }
}
