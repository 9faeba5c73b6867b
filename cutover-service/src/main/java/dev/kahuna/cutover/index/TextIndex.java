package dev.kahuna.cutover.index;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An index that depends on a collation: a B-tree sorted by it, a BRIN index over ranges in its
 * order, or a GiST or GIN index that compares entries by it.
 *
 * @param name with schema, quoted
 * @param plainName without schema and quotes
 * @param table with schema, quoted
 * @param owner of the table, quoted
 * @param file number of its file, the same on Heroku and its replicas, and another one once it is
 *     created or built again
 * @param isBtree whether it can be read in its order and checked by amcheck
 * @param predicate of a partial index, or {@code true}
 */
public record TextIndex(
    String name,
    String plainName,
    String table,
    String owner,
    long bytes,
    long file,
    boolean isBtree,
    String predicate,
    List<Key> keys) {
  private static final Queries SQL = Queries.of(TextIndex.class);

  /**
   * A key of the index.
   *
   * @param expression over the table's columns
   * @param collation with schema, quoted; empty for a type that has none
   * @param bytewise sorted by bytes, whatever the collation
   */
  record Key(
      String expression,
      String collation,
      boolean descending,
      boolean nullsFirst,
      boolean bytewise) {}

  /** All such indexes of a database, the smallest first. */
  public static List<TextIndex> all(Connection database) throws SQLException {
    var indexes = new LinkedHashMap<String, TextIndex>();
    for (var part : SQL.list(database, "text-indexes", TextIndex::part)) {
      indexes.merge(part.name(), part, TextIndex::and);
    }
    return List.copyOf(indexes.values());
  }

  private static TextIndex part(ResultSet row) throws SQLException {
    return new TextIndex(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(13),
        row.getBoolean(12),
        row.getString(6),
        List.of(
            new Key(
                row.getString(7),
                row.getString(8),
                row.getBoolean(9),
                row.getBoolean(10),
                row.getBoolean(11))));
  }

  private TextIndex and(TextIndex next) {
    var more = new ArrayList<>(keys);
    more.addAll(next.keys());
    return new TextIndex(
        name, plainName, table, owner, bytes, file, isBtree, predicate, List.copyOf(more));
  }

  /** The collations that its order depends on. */
  public Set<String> collations() {
    return keys.stream()
        .filter(Predicate.not(Key::bytewise))
        .map(Key::collation)
        .filter(Predicate.not(String::isEmpty))
        .collect(Collectors.toUnmodifiableSet());
  }
}
