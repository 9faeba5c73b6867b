package dev.kahuna.replica.rows;

import dev.kahuna.database.PlainNames;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A table whose rows are copied.
 *
 * @param bytes its size on disk, including out-of-line values
 * @param pages number of pages of the heap alone; 0 if it has no row
 * @param columns names, quoted, without generated ones
 * @param types of these columns, as text that is the same on every version
 * @param binary whether the binary form of all of them means the same on another server
 * @param key a column, quoted, by which the rows can be split into ranges; empty if there is none
 */
record CopyableTable(
    String schema,
    String name,
    long bytes,
    long pages,
    String columns,
    String types,
    boolean binary,
    String key) {
  private static final Queries QUERIES = Queries.of(CopyableTable.class);

  /** The tables of a database, largest first. */
  static List<CopyableTable> of(Connection database) throws SQLException {
    return QUERIES.list(
        database,
        "tables",
        row ->
            new CopyableTable(
                row.getString("schema"),
                row.getString("name"),
                row.getLong("bytes"),
                row.getLong("pages"),
                row.getString("columns"),
                PlainNames.of(row.getString("types")),
                row.getBoolean("binary"),
                row.getString("key")));
  }

  /** The name with its schema, each quoted. */
  String quoted() {
    return PlainNames.quoted(schema) + "." + PlainNames.quoted(name);
  }

  /** Whether it has the same name in the other database. */
  boolean isNamedAs(CopyableTable other) {
    return schema.equals(other.schema) && name.equals(other.name);
  }

  /** The format in which rows are copied into the other table. */
  String formatTo(CopyableTable other) {
    return binary && other.binary && types.equals(other.types) ? "binary" : "text";
  }

  /** The table and its columns, as COPY names them. */
  String columnList() {
    return columnListOf(this);
  }

  /** The other table with these columns in this order, which may differ there. */
  String columnListOf(CopyableTable other) {
    return columns.isEmpty() ? other.quoted() : other.quoted() + " (" + columns + ")";
  }
}
