package dev.kahuna.replica.schema;

import dev.kahuna.database.PlainNames;
import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds tables that were changed during the copy: the app runs on the replica and may change its
 * schema there. Rows of a table created since arrive by replication if the target has the table.
 */
public final class SchemaDrift {
  private static final Queries QUERIES = Queries.of(SchemaDrift.class);
  private static final int NAMED = 10;

  private SchemaDrift() {}

  private record Column(String table, String definition) {}

  /**
   * Checks that both have the same tables with the same columns.
   *
   * @throws Rejected naming the differences
   */
  public static void check(Connection replica, Connection target) throws SQLException {
    var here = columns(replica);
    var there = columns(target);
    var drift = new ArrayList<String>();
    var tables = new TreeSet<>(here.keySet());
    tables.addAll(there.keySet());
    for (var table : tables) {
      if (!there.containsKey(table)) {
        drift.add("table %s is only on the replica".formatted(table));
      } else if (!here.containsKey(table)) {
        drift.add("table %s is only on the target".formatted(table));
      } else {
        drift.addAll(onlyIn(here.get(table), there.get(table), table, "replica"));
        drift.addAll(onlyIn(there.get(table), here.get(table), table, "target"));
      }
    }
    if (!drift.isEmpty()) {
      var more = drift.size() - NAMED;
      throw new Rejected(
          "The app's tables were changed while they were copied: %s%s. Make the same change on the target, then retry; rows written since arrive by replication."
              .formatted(
                  drift.stream().limit(NAMED).collect(Collectors.joining("; ")),
                  more > 0 ? "; and %d more".formatted(more) : ""));
    }
  }

  private static Map<String, List<String>> columns(Connection database) throws SQLException {
    return QUERIES.list(database, "columns", SchemaDrift::column).stream()
        .collect(
            Collectors.groupingBy(
                Column::table,
                TreeMap::new,
                Collectors.mapping(Column::definition, Collectors.toList())));
  }

  private static Column column(ResultSet row) throws SQLException {
    return new Column(PlainNames.of(row.getString(1)), PlainNames.of(row.getString(2)));
  }

  private static List<String> onlyIn(
      List<String> these, List<String> others, String table, String server) {
    return these.stream()
        .filter(column -> !others.contains(column))
        .sorted()
        .map(column -> "column %s of %s is only on the %s".formatted(column, table, server))
        .toList();
  }
}
