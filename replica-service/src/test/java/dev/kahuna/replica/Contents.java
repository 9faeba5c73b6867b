package dev.kahuna.replica;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database holds.
 *
 * @param rows number and checksum of each table's rows
 * @param objects relations, constraints, triggers by name
 */
record Contents(Map<String, String> rows, List<String> objects) {
  private static final Queries QUERIES = Queries.of(Contents.class);

  static Contents of(Connection database) throws SQLException {
    var rows = new TreeMap<String, String>();
    for (var table : QUERIES.list(database, "tables", row -> row.getString(1))) {
      rows.put(table, rows(database, table));
    }
    return new Contents(rows, QUERIES.list(database, "objects", row -> row.getString(1)));
  }

  private static String rows(Connection database, String table) throws SQLException {
    try (var statement = database.createStatement();
        var result = statement.executeQuery(QUERIES.text("checksum").replace(":table", table))) {
      result.next();
      return result.getString(1);
    }
  }
}
