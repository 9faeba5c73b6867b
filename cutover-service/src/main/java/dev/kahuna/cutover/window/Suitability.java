package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.ConfigurationTable;
import dev.kahuna.database.PlainNames;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.failure.Rejected;
import dev.kahuna.identity.IncomparableTable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks, before the first window, that the migration can be completed. After it the app would be
 * stranded on the replica. Finds what the target does not support, what logical replication leaves
 * out, and what its worker on the target stumbles over.
 */
record Suitability(CutoverDatabases databases) {
  private static final Queries QUERIES = Queries.of(Suitability.class);

  /**
   * Checks replica and Aurora before the first leg; later ones have nothing left to check.
   *
   * @return what the operator should know
   * @throws Rejected naming everything that must be changed first
   */
  List<Finding> findings(Migration migration, Leg leg, PostgresUrl heroku) throws SQLException {
    if (leg != Leg.TO_REPLICA) {
      return List.of();
    }
    try (var source = databases.replica(migration, heroku.endpoint().database());
        var target = databases.target(migration);
        var old = databases.heroku(heroku)) {
      return check(source, target, IncomparableTable.all(old));
    }
  }

  private record Item(String kind, String name) {}

  /**
   * A trigger that fires in Aurora's apply worker.
   *
   * @param table quoted for SQL on either server, as is the name
   * @param firesForApp whether it also fires for what the app itself writes
   */
  private record WorkerTrigger(String table, String name, boolean firesForApp) {
    String advice() {
      return "trigger %s of %s fires when Aurora applies a change%s: run '%s', and when the migration is released, run '%s' on Aurora"
          .formatted(
              PlainNames.of(name),
              PlainNames.of(table),
              firesForApp ? ", a second time after it fired for the app" : "",
              statement(firesForApp ? "ENABLE" : "DISABLE"),
              statement(firesForApp ? "ENABLE ALWAYS" : "ENABLE REPLICA"));
    }

    private String statement(String firing) {
      return "ALTER TABLE %s %s TRIGGER %s".formatted(table, firing, name);
    }
  }

  /** Aurora's apply worker writes a table as its owner. */
  private static String forced(String table) {
    return "table %2$s forces row security on its owner, so Aurora refuses to apply its changes: run 'ALTER TABLE %1$s NO FORCE ROW LEVEL SECURITY', after which its owner sees every row, and when the migration is released, run 'ALTER TABLE %1$s FORCE ROW LEVEL SECURITY' on Aurora"
        .formatted(table, PlainNames.of(table));
  }

  /**
   * Compares what the source uses with what the target offers.
   *
   * @param source the replica, in recovery or not
   * @param incomparable the tables whose changes can't be applied there
   * @return what the operator should know
   * @throws Rejected naming everything that must be changed first
   */
  static List<Finding> check(
      Connection source, Connection target, List<IncomparableTable> incomparable)
      throws SQLException {
    var wanted = items(source, "what-moves");
    var offered = items(target, "what-is-offered");
    var blocking =
        Stream.of(
                told(
                    lacking(wanted, offered, "extension"),
                    "the target does not offer the extension %1$s: drop it and what uses it"),
                told(
                    lacking(wanted, offered, "type"),
                    "the target has no type %1$s: change the columns of that type"),
                told(
                    lacking(wanted, offered, "role of a policy"),
                    "a policy names the role %1$s, which the target lacks: create the role there"),
                told(
                    of(wanted, "table with OIDs"),
                    "table %1$s has OIDs, which the target's version lacks: ALTER TABLE %1$s SET WITHOUT OIDS"),
                told(
                    of(wanted, "large objects"),
                    "the database holds %1$s large objects, which logical replication leaves out: move them into a bytea column, and unlink them"),
                QUERIES
                    .list(source, "forced-row-security", row -> forced(row.getString(1)))
                    .stream(),
                QUERIES
                    .list(
                        source,
                        "triggers-in-worker",
                        row ->
                            new WorkerTrigger(
                                row.getString(1), row.getString(2), row.getBoolean(3)))
                    .stream()
                    .map(WorkerTrigger::advice),
                incomparable.stream()
                    .filter(IncomparableTable::isChanged)
                    .map(IncomparableTable::advice))
            .flatMap(Function.identity())
            .collect(Collectors.joining("; "));
    if (!blocking.isEmpty()) {
      throw new Rejected(
          "The database can't be moved to Aurora as it is: %s. Fix this on Heroku, wait until the replica has replayed it, then retry this step."
              .formatted(blocking));
    }
    return Stream.of(
            told(
                of(wanted, "unlogged table"),
                "table %1$s is unlogged: it is moved without its rows, which are not in the WAL"),
            told(
                of(wanted, "role with privileges"),
                "the role %1$s may use tables of the app: neither the role nor its privileges are moved to Aurora, so create them there"),
            told(
                of(wanted, "foreign server"),
                "Aurora must reach the foreign server %1$s, which the app's foreign tables need: allow that in its network and in the security group of the cluster"),
            incomparable.stream()
                .filter(table -> !table.isChanged())
                .map(IncomparableTable::advice),
            configured(source).stream())
        .flatMap(Function.identity())
        .map(advice -> new Finding("database", Severity.WARN, advice))
        .toList();
  }

  /** Rows of the app in tables of extensions, which belong to somebody else on RDS. */
  private static List<String> configured(Connection source) throws SQLException {
    var told = new ArrayList<String>();
    for (var table : ConfigurationTable.all(source)) {
      var rows = table.rows(source);
      if (rows > 0) {
        told.add(
            ("%d rows of the app are in %s, a configuration table of the extension %s: the copy takes them"
                    + " along if Aurora's master user may insert there, and nothing that is written there"
                    + " later. After the copy, insert on Aurora what is missing there; psql counts it by: %s")
                .formatted(rows, table.quoted(), table.extension(), table.statement("count(*)")));
      }
    }
    return told;
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
