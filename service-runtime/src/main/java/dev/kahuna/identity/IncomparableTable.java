package dev.kahuna.identity;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A table whose changes logical replication can't apply: without a key, a subscriber finds a
 * changed row by comparing every column, and some of this table's columns have a type without
 * equality.
 *
 * @param columns with their types
 * @param changes updates and deletes since the server's statistics were reset
 */
public record IncomparableTable(String name, String columns, long changes) {
  private static final Queries SQL = Queries.of(IncomparableTable.class);

  /** All of a database, by name. */
  public static List<IncomparableTable> all(Connection database) throws SQLException {
    return SQL.list(
        database,
        "tables-without-equality",
        row -> new IncomparableTable(row.getString(1), row.getString(2), row.getLong(3)));
  }

  /** Whether the app updates or deletes its rows; rows that are only inserted need no key. */
  public boolean isChanged() {
    return changes > 0;
  }

  /** What it means, and what to do. */
  public String advice() {
    return "table %1$s has no primary key, and these of its columns can't be compared: %2$s. %3$s, for the row can't be found on Aurora. Add a primary key, or run 'ALTER TABLE %1$s REPLICA IDENTITY USING INDEX' with a unique index over columns that are NOT NULL, or change the types: json to jsonb, others to text"
        .formatted(
            name,
            columns,
            isChanged()
                ? "Its rows are updated or deleted (%d times by now), and replication would stop at the next time"
                    .formatted(changes)
                : "None of its rows has been updated or deleted by now; replication would stop at the first time");
  }
}
