package dev.kahuna.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.SchemaDifference;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica of 15 and an Aurora of 17, both real servers. */
class SchemaComparisonTest {
  private static final String EVERYTHING =
      Queries.of(SchemaComparisonTest.class).text("everything");

  private static final String RESERVED =
      Queries.of(SchemaComparisonTest.class).text("reserved-names");

  private static TestPostgres source;
  private static TestPostgres target;

  private final SchemaComparison comparison = new SchemaComparison();

  @BeforeAll
  static void start() {
    var other = CompletableFuture.supplyAsync(() -> TestPostgres.of(17).start());
    source = TestPostgres.of(15).start();
    target = other.join();
  }

  @AfterAll
  static void stop() {
    source.close();
    target.close();
  }

  @BeforeEach
  void empty() {
    for (var server : List.of(source, target)) {
      server.execute(
          "DROP SCHEMA IF EXISTS shop CASCADE",
          "DROP SCHEMA IF EXISTS \"Odd Schema\" CASCADE",
          "DROP SCHEMA IF EXISTS kahuna CASCADE");
    }
  }

  @Test
  void theSameStatementsMakeEqualSchemasOnBothVersions() throws SQLException {
    both(EVERYTHING);
    assertThat(facts()).isEmpty();
    assertThat(target.query("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'twin'"))
        .isEqualTo("0");
  }

  @Test
  void aDatabaseThatLacksEverythingIsMadeEqual() throws SQLException {
    source.execute(EVERYTHING);
    assertThat(facts())
        .hasSizeGreaterThan(40)
        .extracting(SchemaDifference::said)
        .containsOnly("is missing");
    align();
    assertThat(facts())
        .containsExactly(
            new SchemaDifference("other aggregate shop.total(integer)", "is missing", ""));
    assertThat(comparison("target", "source")).hasSize(1);
  }

  @Test
  @Survives(
      fault = 41,
      done =
          "a table, column, default, NOT NULL, label, index, constraint, view, function, trigger,"
              + " policy, option, partition and comment made, changed or dropped on one side",
      held = "each is named with the SQL that makes the other side equal, and that SQL does")
  void everyChangeIsNamedAndUndoneByItsSql() throws SQLException {
    both(EVERYTHING);
    source.execute(
        "CREATE TABLE shop.late (id serial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())",
        "CREATE TABLE shop.by_day_2 PARTITION OF shop.by_day FOR VALUES FROM ('2026-02-01') TO"
            + " ('2026-03-01')",
        "ALTER TABLE shop.customers ADD joined date DEFAULT '2026-01-02', ALTER plan SET DEFAULT"
            + " 'paid', ALTER note SET NOT NULL, DROP CONSTRAINT \"odd"
            + " name\"",
        "ALTER TABLE shop.customers DROP COLUMN tags",
        "ALTER TABLE shop.cache ALTER id TYPE bigint",
        "ALTER TABLE shop.parent ALTER b SET NOT NULL",
        "ALTER TYPE shop.plan ADD VALUE 'partner' BEFORE 'paid'",
        "CREATE UNIQUE INDEX once ON shop.customers (lower(note))",
        "DROP INDEX shop.orders_status",
        "CREATE INDEX orders_status ON shop.orders (status) WHERE status IN ('open')",
        "CREATE OR REPLACE VIEW shop.paying AS SELECT id, email FROM shop.customers WHERE plan ="
            + " 'free'",
        "CREATE OR REPLACE FUNCTION shop.lowered(t text) RETURNS text LANGUAGE sql IMMUTABLE AS"
            + " 'SELECT lower((t))'",
        "DROP TRIGGER touch ON shop.customers",
        "ALTER TABLE shop.customers DISABLE TRIGGER always",
        "DROP POLICY own ON shop.orders",
        "CREATE POLICY own ON shop.orders USING (status = 'open')",
        "ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY",
        "ALTER TABLE shop.customers SET (fillfactor = 80)",
        "COMMENT ON TABLE shop.orders IS NULL",
        "DROP TABLE shop.nothing",
        "ALTER SEQUENCE shop.numbers MAXVALUE 20");
    assertThat(facts())
        .extracting(SchemaDifference::object)
        .contains(
            "table shop.late",
            "table shop.by_day_2",
            "partition shop.by_day_2",
            "column shop.customers.joined",
            "default shop.customers.plan",
            "column shop.cache.id",
            "not null shop.customers.note",
            "constraint shop.customers \"odd name\"",
            "column shop.customers.tags",
            "label shop.plan 'partner'",
            "index shop.once",
            "index shop.orders_status",
            "view shop.paying",
            "function shop.lowered(text)",
            "trigger shop.customers touch",
            "trigger shop.customers always",
            "policy shop.orders own",
            "row security shop.orders",
            "options shop.customers",
            "comment table shop.orders",
            "table shop.nothing",
            "sequence shop.numbers");
    assertThat(align()).isEmpty();
    assertThat(facts()).isEmpty();
  }

  @Test
  void aColumnThatWasAddedWithADefaultGetsTheValueThatItsOldRowsHave() throws SQLException {
    both("CREATE SCHEMA shop", "CREATE TABLE shop.t (id int)", "INSERT INTO shop.t VALUES (1)");
    source.execute("ALTER TABLE shop.t ADD at timestamptz DEFAULT now()");
    assertThat(align()).isEmpty();
    var value = "SELECT extract(epoch FROM at) FROM shop.t";
    assertThat(target.query(value)).isEqualTo(source.query(value));
    assertThat(facts()).isEmpty();
  }

  @Test
  void whatTheTargetRefusesIsNamedInItsOwnWordsAndTheRestIsDone() throws SQLException {
    both("CREATE SCHEMA shop", "CREATE TABLE shop.t (id int)");
    target.execute("INSERT INTO shop.t VALUES (7), (7)");
    source.execute(
        "CREATE UNIQUE INDEX once ON shop.t (id)", "CREATE VIEW shop.v AS SELECT 1 AS a");
    assertThat(align())
        .containsExactly(Map.entry("index shop.once", "could not create unique index \"once\""));
    assertThat(facts()).extracting(SchemaDifference::object).containsExactly("index shop.once");
  }

  /** {@code system_user} is reserved from 16 on, {@code json} is a keyword from 17 on. */
  @Test
  void namesThatALaterVersionReservesAreNoDifference() throws SQLException {
    both(RESERVED);
    assertThat(facts()).isEmpty();
    target.execute("DROP SCHEMA shop CASCADE");
    assertThat(facts())
        .contains(
            new SchemaDifference(
                "index shop.by_user",
                "is missing",
                "CREATE INDEX \"by_user\" ON \"shop\".\"system_user\" USING \"btree\""
                    + " (\"lower\"(\"system_user\"));"))
        .extracting(SchemaDifference::object)
        .contains("table shop.system_user", "function shop.kind_of(json)", "type shop.json_scalar");
    assertThat(align()).isEmpty();
    assertThat(facts()).isEmpty();
    source.execute("ALTER TABLE shop.system_user ALTER system_user SET DEFAULT 'else'");
    assertThat(facts())
        .extracting(SchemaDifference::object)
        .containsExactly("default shop.system_user.system_user");
  }

  private List<SchemaDifference> facts() throws SQLException {
    return comparison("source", "target").stream().map(Difference::toFact).toList();
  }

  private List<Difference> comparison(String from, String to) throws SQLException {
    var servers = Map.of("source", source, "target", target);
    try (var here = servers.get(from).open();
        var there = servers.get(to).open()) {
      return comparison.differences(here, there, Duration.ofSeconds(10));
    }
  }

  /** What was refused and is still different. */
  private Map<String, String> align() throws SQLException {
    try (var owner = target.open();
        var master = target.open()) {
      var differences = comparison("source", "target");
      var alignment = new SchemaAlignment(owner, master);
      var first = alignment.beforeRows(differences);
      var then = alignment.afterRows(differences);
      var refused = new TreeMap<>(first);
      refused.putAll(then);
      refused.keySet().retainAll(facts().stream().map(SchemaDifference::object).toList());
      return refused;
    }
  }

  private static void both(String... statements) {
    source.execute(statements);
    target.execute(statements);
  }
}
