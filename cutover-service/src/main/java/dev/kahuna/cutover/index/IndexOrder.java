package dev.kahuna.cutover.index;

import dev.kahuna.lease.Lease;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out whether an index is in the order that this server's libraries give it. It reads the
 * index from end to end and compares each entry with the one before. That needs no extension, which
 * a server in recovery can't create, and takes no lock that blocks others.
 */
public final class IndexOrder {
  /** The result of reading an index. */
  public enum Verdict {
    SOUND,
    MISORDERED,
    /**
     * No query reads it in its order: the planner prefers another index, its order is a rare one,
     * or the table's owner may not see all rows.
     */
    UNPROVEN
  }

  private static final Queries SQL = Queries.of(IndexOrder.class);
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Connection database;

  /**
   * @param database a session that is used for nothing else: from now on its planner uses index
   *     scans alone
   */
  public IndexOrder(Connection database) throws SQLException {
    this.database = database;
    SQL.list(database, "index-scans-alone", row -> row.getString(1));
  }

  /** Reads the whole index. */
  public Verdict of(TextIndex index) throws SQLException {
    if (index.keys().stream().anyMatch(TextIndex.Key::bytewise)) {
      return Verdict.UNPROVEN;
    }
    // Expressions call functions of the app, which must not run as superuser.
    execute("SET ROLE " + index.owner());
    try {
      return read(index);
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        return Verdict.UNPROVEN;
      }
      throw e;
    } finally {
      execute("RESET ROLE");
    }
  }

  private Verdict read(TextIndex index) throws SQLException {
    var query = query(index);
    if (!readsInOrder(first("EXPLAIN (FORMAT JSON) " + query), index)) {
      return Verdict.UNPROVEN;
    }
    return first(query).equals("t") ? Verdict.MISORDERED : Verdict.SOUND;
  }

  private void execute(String command) throws SQLException {
    Lease.check();
    try (var statement = database.createStatement()) {
      statement.execute(command);
    }
  }

  private String first(String query) throws SQLException {
    Lease.check();
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean readsInOrder(String explained, TextIndex index) {
    return nodes(JSON.readTree(explained).get(0).get("Plan"))
            .noneMatch(node -> node.path("Node Type").asString("").contains("Sort"))
        && nodes(JSON.readTree(explained).get(0).get("Plan"))
            .map(node -> node.path("Index Name").asString(""))
            .anyMatch(index.plainName()::equals);
  }

  private static Stream<JsonNode> nodes(JsonNode plan) {
    return Stream.concat(
        Stream.of(plan), plan.path("Plans").valueStream().flatMap(IndexOrder::nodes));
  }

  /**
   * A query for whether any entry follows a greater one. Entries are compared by the first key in
   * which they differ; a null is neither greater nor less.
   */
  static String query(TextIndex index) {
    var keys = index.keys();
    return """
        SELECT EXISTS (
          SELECT FROM (
            SELECT %s, %s
            FROM (SELECT %s FROM ONLY %s WHERE %s) AS entries
            WINDOW before AS (ORDER BY %s)
          ) AS pairs
          WHERE CASE %s END)
        """
        .formatted(
            each(keys, ", ", "k%d"::formatted),
            each(keys, ", ", "lag(k%1$d) OVER before AS p%1$d"::formatted),
            each(keys, ", ", i -> expression(keys.get(i)) + " AS k" + i),
            index.table(),
            index.predicate(),
            each(keys, ", ", i -> "k" + i + direction(keys.get(i))),
            each(
                keys,
                " ",
                i ->
                    "WHEN k%1$d IS DISTINCT FROM p%1$d THEN k%1$d %2$s p%1$d"
                        .formatted(i, keys.get(i).descending() ? ">" : "<")));
  }

  private static String each(List<TextIndex.Key> keys, String between, IntFunction<String> text) {
    return IntStream.range(0, keys.size()).mapToObj(text).collect(Collectors.joining(between));
  }

  private static String expression(TextIndex.Key key) {
    return key.collation().isEmpty()
        ? "(" + key.expression() + ")"
        : "(" + key.expression() + ") COLLATE " + key.collation();
  }

  private static String direction(TextIndex.Key key) {
    return (key.descending() ? " DESC" : " ASC")
        + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
  }
}
