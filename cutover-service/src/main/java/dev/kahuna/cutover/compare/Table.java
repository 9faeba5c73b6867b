package dev.kahuna.cutover.compare;

import dev.kahuna.migration.ReplicationNames;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table.
 *
 * @param quoted its name, quoted for SQL on either server
 * @param bytes of its rows on disk
 * @param rows as the planner estimates
 * @param columns by name
 */
public record Table(
    String schema, String name, String quoted, long bytes, long rows, List<Column> columns) {

  /** Its name for the operator. */
  public String full() {
    return schema + "." + name;
  }

  /** Whether it is Kahuna's own and not the app's. */
  public boolean isOwn() {
    return schema.equals(ReplicationNames.SCHEMA);
  }

  /** The columns of its primary key, in the key's order; none if it has no key. */
  List<Column> key() {
    return columns.stream()
        .filter(column -> column.keyPosition() > 0)
        .sorted(Comparator.comparingInt(Column::keyPosition))
        .toList();
  }

  /** Whether ranges of its key hold the same rows on every server. */
  boolean hasRanges() {
    return !key().isEmpty() && key().stream().allMatch(Column::sortsAlike);
  }

  /** A row as text. */
  String row() {
    return columns.isEmpty()
        ? "''"
        : columns.stream().map(Column::exact).collect(Collectors.joining(", ", "ROW(", ")::text"));
  }

  /** A row's key as text; without a key the hash of the row stands for it. */
  String keyText() {
    return key().isEmpty()
        ? "md5(%s)".formatted(row())
        : key().stream().map(Column::exact).collect(Collectors.joining(", ", "ROW(", ")::text"));
  }
}
