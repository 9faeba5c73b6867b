package dev.kahuna.replica.schema;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/** Counts the app's objects in a database. */
record SchemaSize(int tables, int indexes, int constraints) {
  private static final Queries QUERIES = Queries.of(SchemaSize.class);

  static SchemaSize of(Connection database) throws SQLException {
    return QUERIES.one(
        database,
        "schema-size",
        row -> new SchemaSize(row.getInt(1), row.getInt(2), row.getInt(3)));
  }
}
