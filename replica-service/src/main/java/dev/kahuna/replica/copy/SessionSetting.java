package dev.kahuna.replica.copy;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A session setting that passes a value, such as an object's name, to a statement that takes no
 * parameters.
 */
public final class SessionSetting {
  private static final Queries QUERIES = Queries.of(SessionSetting.class);

  private SessionSetting() {}

  /** Sets it until the session ends. */
  public static void set(Connection session, String name, String value) throws SQLException {
    QUERIES.one(session, "set-session", row -> row.getString(1), name, value);
  }
}
