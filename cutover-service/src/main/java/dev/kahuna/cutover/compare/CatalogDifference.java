package dev.kahuna.cutover.compare;

import dev.kahuna.database.ExtensionTable;
import dev.kahuna.database.UnpublishedTable;
import dev.kahuna.failure.Rejected;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Refuses a window between databases whose schemas differ: tables that are not replicated,
 * different columns or primary keys, sequences that are missing or different. What belongs to an
 * extension on either side is left out: it may differ as the extension's versions do.
 */
public final class CatalogDifference {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int NAMED = 10;
  private static final String READY = "r";

  private final Catalog here;
  private final Catalog there;
  private final List<String> differences = new ArrayList<>();

  private CatalogDifference(Catalog here, Catalog there) {
    this.here = here;
    this.there = there;
  }

  /**
   * Returns the published tables, the smallest first, once all are ready on the target and defined
   * there as on the source.
   *
   * @param name of publication and subscription
   * @throws Rejected naming the differences, if there are any
   */
  public static List<Table> none(Connection source, Connection target, String name)
      throws SQLException {
    Catalog.pin(source, LIMIT);
    Catalog.pin(target, LIMIT);
    var ofExtensions = ExtensionTable.ofEither(source, target);
    var published =
        Catalog.SQL.list(source, "published", CatalogDifference::table, name).stream()
            .filter(table -> !ofExtensions.contains(table))
            .map(CatalogDifference::full)
            .toList();
    var states = new LinkedHashMap<String, String>();
    Catalog.SQL
        .list(target, "subscribed", row -> Map.entry(table(row), row.getString(3)), name)
        .stream()
        .filter(state -> !ofExtensions.contains(state.getKey()))
        .forEach(state -> states.put(full(state.getKey()), state.getValue()));
    var difference = new CatalogDifference(Catalog.of(source), Catalog.of(target));
    difference.inMembers(published, states);
    difference.unpublished(source, name);
    published.forEach(difference::inColumns);
    difference.inSequences();
    difference.reject();
    return published.stream()
        .filter(difference.here.tables()::containsKey)
        .map(difference.here.tables()::get)
        .sorted(Comparator.comparingLong(Table::bytes).thenComparing(Table::full))
        .toList();
  }

  private static ExtensionTable table(ResultSet row) throws SQLException {
    return new ExtensionTable(row.getString(1), row.getString(2));
  }

  private static String full(ExtensionTable table) {
    return table.schema() + "." + table.name();
  }

  private void inMembers(List<String> published, Map<String, String> states) {
    for (var table : published) {
      if (!there.tables().containsKey(table)) {
        differences.add(
            "table %s is not on the target: create it there, then refresh the subscription"
                .formatted(table));
      } else if (!states.containsKey(table)) {
        differences.add("table %s is not replicated: refresh the subscription".formatted(table));
      } else if (!READY.equals(states.get(table))) {
        differences.add("table %s is still being copied".formatted(table));
      }
    }
    for (var table : states.keySet()) {
      if (!published.contains(table)) {
        differences.add(
            "table %s is on the target but no longer published: drop it there, then refresh the"
                    .formatted(table)
                + " subscription");
      }
    }
  }

  /** The way forward publishes all tables; the way back only those that were there at its start. */
  private void unpublished(Connection source, String name) throws SQLException {
    UnpublishedTable.of(source, name).stream()
        .map(table -> table.remedy(name))
        .forEach(differences::add);
  }

  private void inColumns(String name) {
    var source = here.tables().get(name);
    var target = there.tables().get(name);
    if (source == null || target == null) {
      return;
    }
    var wanted = definitions(source);
    var present = definitions(target);
    var columns = new TreeSet<>(wanted.keySet());
    columns.addAll(present.keySet());
    for (var column : columns) {
      var ours = wanted.getOrDefault(column, "missing");
      var theirs = present.getOrDefault(column, "missing");
      if (!ours.equals(theirs)) {
        differences.add(
            "column %s.%s is %s on the source and %s on the target"
                .formatted(name, column, ours, theirs));
      }
    }
  }

  private static Map<String, String> definitions(Table table) {
    var definitions = new LinkedHashMap<String, String>();
    table.columns().forEach(column -> definitions.put(column.name(), column.definition()));
    return definitions;
  }

  private void inSequences() {
    here.sequences()
        .forEach(
            (name, wanted) -> {
              var present = there.sequences().getOrDefault(name, "missing");
              if (!present.equals(wanted)) {
                differences.add(
                    "sequence %s is %s on the source and %s on the target"
                        .formatted(name, wanted, present));
              }
            });
  }

  private void reject() {
    if (!differences.isEmpty()) {
      var more = differences.size() - NAMED;
      throw new Rejected(
          "The schemas differ: %s%s. Make the target's like the source's, then retry this step"
              .formatted(
                  String.join("; ", differences.subList(0, Math.min(NAMED, differences.size()))),
                  more > 0 ? "; and %d more".formatted(more) : ""));
    }
  }
}
