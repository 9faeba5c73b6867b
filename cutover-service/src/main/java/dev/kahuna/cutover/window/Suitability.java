package dev.kahuna.cutover.window;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the whole way can be gone, looked at before its first window: behind that the app would
 * be on the replica with no way on. Tables that the target will not take are found here, and what
 * logical replication leaves out.
 */
final class Suitability {
  private static final Queries QUERIES = Queries.of(Suitability.class);

  private Suitability() {}

  private record Item(String kind, String name) {}

  /**
   * Looks at both.
   *
   * @param source the replica, in recovery or not
   * @return what the operator should know
   * @throws Rejected naming everything that must be changed first
   */
  static List<Finding> check(Connection source, Connection target) throws SQLException {
    var wanted = items(source, "what-moves");
    var offered = items(target, "what-is-offered");
    var blocking =
        Stream.of(
                told(
                    lacking(wanted, offered, "extension"),
                    "the target does not offer the extension %1$s: drop it, with what uses it"),
                told(
                    lacking(wanted, offered, "type"),
                    "the target has no type %1$s: change the columns of that type"),
                told(
                    lacking(wanted, offered, "role of a policy"),
                    "a policy is for the role %1$s, which the target has not: make the role there"),
                told(
                    of(wanted, "table with OIDs"),
                    "table %1$s has OIDs, which the target's version has not: ALTER TABLE %1$s SET WITHOUT OIDS"),
                told(
                    of(wanted, "large objects"),
                    "the database holds %1$s large objects, which logical replication leaves out: move them into a column of type bytea, and unlink them"))
            .flatMap(Function.identity())
            .collect(Collectors.joining("; "));
    if (!blocking.isEmpty()) {
      throw new Rejected(
          "The database can't go all the way as it is: %s. Mend that, and retry; what is changed on Heroku counts when the replica has replayed it."
              .formatted(blocking));
    }
    return Stream.concat(
            told(
                of(wanted, "unlogged table"),
                "table %1$s is unlogged: it comes along without its rows, which no WAL holds"),
            told(
                of(wanted, "role with privileges"),
                "the role %1$s may use tables of the app: neither it nor its privileges come along to Aurora, so make them there"))
        .map(advice -> new Finding("database", Severity.WARN, advice))
        .toList();
  }

  private static Stream<String> told(List<String> names, String sentence) {
    return names.stream().map(sentence::formatted);
  }

  private static List<String> lacking(
      Map<String, List<String>> wanted, Map<String, List<String>> offered, String kind) {
    return of(wanted, kind).stream().filter(name -> !of(offered, kind).contains(name)).toList();
  }

  private static List<String> of(Map<String, List<String>> items, String kind) {
    return items.getOrDefault(kind, List.of());
  }

  private static Map<String, List<String>> items(Connection connection, String query)
      throws SQLException {
    return QUERIES
        .list(connection, query, row -> new Item(row.getString(1), row.getString(2)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Item::kind, TreeMap::new, Collectors.mapping(Item::name, Collectors.toList())));
  }
}
