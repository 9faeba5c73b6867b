package dev.kahuna.database;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** A table that is a member of an extension. It belongs to the extension on each server. */
public record ExtensionTable(String schema, String name) {
  private static final Queries SQL = Queries.of(ExtensionTable.class);

  /** All of them in a database. */
  public static Set<ExtensionTable> all(Connection database) throws SQLException {
    return Set.copyOf(
        SQL.list(
            database,
            "extension-tables",
            row -> new ExtensionTable(row.getString(1), row.getString(2))));
  }

  /** Those of either database. */
  public static Set<ExtensionTable> ofEither(Connection one, Connection other) throws SQLException {
    var tables = new HashSet<>(all(one));
    tables.addAll(all(other));
    return Set.copyOf(tables);
  }
}
