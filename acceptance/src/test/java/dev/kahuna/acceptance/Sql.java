package dev.kahuna.acceptance;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements in a session that a test has open. */
final class Sql {
  private Sql() {}

  static void run(Connection session, String... statements) throws SQLException {
    try (var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row, as text. */
  static String one(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
