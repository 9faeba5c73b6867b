package dev.kahuna.cutover;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
   * @throws Rejected naming everything that must be changed on Heroku first
   */
  static List<Finding> check(Connection source, Connection target) throws SQLException {
    var wanted = items(source, "what-moves");
    var offered = items(target, "what-is-offered");
    var blocking = new ArrayList<String>();
    lacking(wanted, offered, "extension")
        .forEach(
            name ->
                blocking.add(
                    "the target does not offer the extension %s: drop it, with what uses it"
                        .formatted(name)));
    lacking(wanted, offered, "type")
        .forEach(
            name ->
                blocking.add(
                    "the target has no type %s: change the columns of that type".formatted(name)));
    lacking(wanted, offered, "role of a policy")
        .forEach(
            name ->
                blocking.add(
                    "a policy is for the role %s, which the target has not: make the role there"
                        .formatted(name)));
    of(wanted, "table with OIDs")
        .forEach(
            name ->
                blocking.add(
                    "table %s has OIDs, which the target's version has not: ALTER TABLE %s SET WITHOUT OIDS"
                        .formatted(name, name)));
    of(wanted, "large objects")
        .forEach(
            count ->
                blocking.add(
                    "the database holds %s large objects, which logical replication leaves out: move them into a column of type bytea, and unlink them"
                        .formatted(count)));
    if (!blocking.isEmpty()) {
      throw new Rejected(
          "The database can't go all the way as it is: %s. Change it on Heroku; when the replica has replayed that, retry."
              .formatted(String.join("; ", blocking)));
    }
    var findings = new ArrayList<Finding>();
    of(wanted, "unlogged table")
        .forEach(
            name ->
                findings.add(
                    warning(
                        "table %s is unlogged: it comes along without its rows, which no WAL holds"
                            .formatted(name))));
    of(wanted, "role with privileges")
        .forEach(
            name ->
                findings.add(
                    warning(
                        "the role %s may use tables of the app: neither it nor its privileges come along to Aurora, so make them there"
                            .formatted(name))));
    return List.copyOf(findings);
  }

  private static Finding warning(String advice) {
    return new Finding("database", Severity.WARN, advice);
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
