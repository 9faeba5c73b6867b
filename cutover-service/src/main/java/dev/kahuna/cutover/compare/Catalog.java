package dev.kahuna.cutover.compare;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a database's schema that must be the same on both sides. */
record Catalog(Map<String, Table> tables, Map<String, String> sequences) {
  static final Queries SQL = Queries.of(Catalog.class);

  private record Line(Table table, Optional<Column> column) {}

  /**
   * Makes the text of values in this session independent of the server's version and settings.
   *
   * @param limit of each statement
   */
  static void pin(Connection connection, Duration limit) throws SQLException {
    SQL.list(connection, "pin-session", row -> row.getString(1), limit.toMillis() + "ms");
  }

  /** Reads the catalog; the session must be pinned, or types have other names. */
  static Catalog of(Connection pinned) throws SQLException {
    var tables = new LinkedHashMap<String, Table>();
    var columns = new HashMap<String, List<Column>>();
    for (var line : SQL.list(pinned, "catalog", Catalog::line)) {
      var full = line.table().full();
      line.column().ifPresent(c -> columns.computeIfAbsent(full, _ -> new ArrayList<>()).add(c));
      tables.putIfAbsent(full, line.table());
    }
    tables.replaceAll((full, t) -> withColumns(t, columns.getOrDefault(full, List.of())));
    var sequences = new TreeMap<String, String>();
    SQL.list(pinned, "sequences", row -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(sequence -> sequences.put(sequence.getKey(), sequence.getValue()));
    return new Catalog(tables, sequences);
  }

  private static Table withColumns(Table table, List<Column> columns) {
    return new Table(
        table.schema(),
        table.name(),
        table.quoted(),
        table.bytes(),
        table.rows(),
        List.copyOf(columns));
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        new Table(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getLong(4),
            row.getLong(5),
            List.of()),
        row.getString(6).isEmpty() ? Optional.empty() : Optional.of(column(row)));
  }

  private static Column column(ResultSet row) throws SQLException {
    return new Column(
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getBoolean(9),
        row.getString(10),
        row.getString(11),
        row.getInt(12),
        row.getBoolean(13),
        row.getString(14));
  }
}
