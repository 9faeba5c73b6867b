package dev.kahuna.cutover.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import dev.kahuna.identity.IncomparableTable;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.ServerSpec;
import dev.kahuna.standin.postgres.TestMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oldest version that moves, and the newest that it may move to. */
class SuitabilityTest {
  private static final String TOUCH =
      "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";

  /** The statements that a refusal has run on Heroku. */
  private static final Pattern HEROKU = Pattern.compile("run '([^']+)',");

  private static TestMachine sandbox;
  private static PostgresServer old;
  private static PostgresServer recent;
  private Connection source;
  private Connection target;

  @BeforeAll
  static void start() throws IOException {
    sandbox = TestMachine.claim("t-suitability");
    old = server(10);
    recent = server(18);
  }

  private static PostgresServer server(int major) throws IOException {
    var spec =
        new ServerSpec(
            "suitability-" + major,
            major,
            InetAddress.getLoopbackAddress(),
            Loopback.freePort(),
            Map.of(),
            List.of(),
            Map.of());
    var home = sandbox.state().root().resolve(spec.name());
    var server = PostgresServer.create(spec, sandbox.machine(), home);
    server.start();
    return server;
  }

  @AfterAll
  static void end() throws IOException {
    old.close();
    recent.close();
    sandbox.close();
  }

  @BeforeEach
  void database() throws SQLException {
    old.execute("postgres", "CREATE DATABASE app");
    source = old.superuser("app");
    target = recent.superuser("postgres");
  }

  @AfterEach
  void drop() throws SQLException {
    source.close();
    target.close();
    old.execute("postgres", "DROP DATABASE app");
  }

  @Test
  void anOrdinaryDatabaseMaySetOutAndUnloggedTablesAreNamed() throws SQLException {
    old.execute(
        "app",
        "CREATE EXTENSION hstore",
        "CREATE TABLE orders (id int, tags hstore, prices numeric[], at timestamptz)",
        "CREATE UNLOGGED TABLE \"My Cache\" (id int)");
    assertThat(check())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARN);
              assertThat(finding.advice()).contains("public.\"My Cache\" is unlogged");
            });
  }

  @Test
  void otherRolesAreNamedAndThoseOfPoliciesMustBeThere() throws Exception {
    old.execute(
        "app",
        "CREATE ROLE analyst",
        "CREATE ROLE auditor",
        "CREATE TABLE orders (id int)",
        "GRANT SELECT ON orders TO analyst",
        "CREATE POLICY audits ON orders TO auditor USING (true)");
    assertThatThrownBy(() -> check())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("a policy names the role auditor")
        .hasMessageNotContaining("analyst");
    recent.execute("postgres", "CREATE ROLE auditor");
    assertThat(check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.advice()).contains("the role analyst may use"));
  }

  @Test
  @Survives(
      fault = 21,
      done = "large objects, OIDs, types and extensions that the target lacks, unlogged tables",
      held = "the operator hears of all of them before the first window opens, and why")
  void whatTheTargetCantTakeIsNamedAllAtOnce() throws SQLException {
    old.execute(
        "app",
        "CREATE EXTENSION chkpass",
        "CREATE TABLE ages (age abstime, spans tinterval[])",
        "CREATE TABLE numbered (id int) WITH (OIDS)",
        "SELECT lo_create(0), lo_create(0)");
    assertThatThrownBy(() -> check())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("does not offer the extension chkpass")
        .hasMessageContaining("no type abstime")
        .hasMessageContaining("no type tinterval")
        .hasMessageContaining("table public.numbered has OIDs")
        .hasMessageContaining("2 large objects");
  }

  @Test
  void rowsOfTheAppInTheConfigurationOfAnExtensionAreCounted() throws SQLException {
    old.execute(
        "app",
        "CREATE EXTENSION hstore",
        "CREATE UNLOGGED TABLE cache (id int)",
        "CREATE TABLE \"Systems\" (id int)",
        "CREATE TABLE untouched (id int)",
        "ALTER EXTENSION hstore ADD TABLE cache",
        "ALTER EXTENSION hstore ADD TABLE \"Systems\"",
        "ALTER EXTENSION hstore ADD TABLE untouched",
        "UPDATE pg_extension SET extconfig = ARRAY['\"Systems\"'::regclass::oid, 'untouched'::regclass],"
            + " extcondition = ARRAY['WHERE id > 100', 'WHERE id > 0' || repeat(' AND id > 0', 99)] WHERE extname = 'hstore'",
        "INSERT INTO \"Systems\" VALUES (1), (101), (102)");
    assertThat(check())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARN);
              assertThat(finding.advice())
                  .startsWith("2 rows of the app are in public.\"Systems\"")
                  .contains("extension hstore")
                  .endsWith("by: SELECT count(*) FROM ONLY public.\"Systems\" WHERE id > 100");
            });
    old.execute("app", "INSERT INTO untouched VALUES (1)");
    assertThat(check())
        .anySatisfy(
            finding ->
                assertThat(finding.advice())
                    .startsWith("1 rows of the app are in public.untouched")
                    .endsWith("WHERE relation = 'public.untouched'::regclass \\gexec"));
  }

  @Test
  void aTableWhoseChangesCannotBeAppliedBlocksIfItsRowsAreChanged() throws SQLException {
    old.execute(
        "app",
        "CREATE TABLE inserted (payload json)",
        "CREATE TABLE changed (payload json, tries int)",
        "INSERT INTO changed VALUES ('{}', 0)",
        "UPDATE changed SET tries = 1");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThatThrownBy(this::check)
                    .isInstanceOf(Rejected.class)
                    .hasMessageContaining("table public.changed has no primary key")
                    .hasMessageContaining("payload (json)")
                    .hasMessageNotContaining("public.inserted"));
    old.execute("app", "ALTER TABLE changed ALTER payload TYPE jsonb");
    assertThat(check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.advice()).contains("public.inserted"));
  }

  @Test
  @Survives(
      fault = 21,
      done =
          "tables that force row security on their owner, and triggers that fire where changes are"
              + " applied",
      held = "each is named with its statements before the first window, which then may open")
  void whatTheApplyWorkerStumblesOverIsNamedWithItsStatements() throws SQLException {
    old.execute(
        "app",
        "CREATE TABLE \"system_user\" (id int)",
        "ALTER TABLE \"system_user\" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "CREATE TABLE orders (id int)",
        TOUCH,
        "CREATE TRIGGER audit AFTER INSERT ON orders FOR EACH ROW EXECUTE PROCEDURE touch()",
        "CREATE TRIGGER emptied AFTER TRUNCATE ON orders EXECUTE PROCEDURE touch()",
        "CREATE TRIGGER \"Mirror\" AFTER INSERT ON orders FOR EACH ROW EXECUTE PROCEDURE touch()",
        "ALTER TABLE orders ENABLE ALWAYS TRIGGER audit, ENABLE ALWAYS TRIGGER emptied,"
            + " ENABLE REPLICA TRIGGER \"Mirror\"");
    var refusal = catchThrowableOfType(Rejected.class, this::check);
    assertThat(refusal)
        .hasMessageContaining(
            "table public.system_user forces row security on its owner, so Aurora refuses")
        .hasMessageContaining(
            "run 'ALTER TABLE \"public\".\"system_user\" FORCE ROW LEVEL SECURITY' on Aurora")
        .hasMessageContaining(
            "trigger audit of public.orders fires when Aurora applies a change, a second time")
        .hasMessageContaining(
            "run 'ALTER TABLE \"public\".\"orders\" ENABLE ALWAYS TRIGGER \"audit\"' on Aurora")
        .hasMessageContaining("trigger emptied of public.orders fires")
        .hasMessageContaining(
            "trigger \"Mirror\" of public.orders fires when Aurora applies a change: run 'ALTER TABLE"
                + " \"public\".\"orders\" DISABLE TRIGGER \"Mirror\"'");
    old.execute(
        "app",
        HEROKU
            .matcher(refusal.getMessage())
            .results()
            .map(found -> found.group(1))
            .toArray(String[]::new));
    assertThat(check()).isEmpty();
  }

  /** On a version that has triggers of partitions. */
  @Test
  void aTriggerOfPartitionsIsNamedOnceUnlessAPartitionDiffers() throws SQLException {
    recent.execute(
        "postgres",
        "CREATE SCHEMA parts",
        TOUCH.replace("touch()", "parts.touch()"),
        "CREATE TABLE parts.whole (id int) PARTITION BY LIST (id)",
        "CREATE TABLE parts.one PARTITION OF parts.whole FOR VALUES IN (1)",
        "CREATE TABLE parts.two PARTITION OF parts.whole FOR VALUES IN (2)",
        "CREATE TRIGGER audit AFTER INSERT ON parts.whole FOR EACH ROW EXECUTE FUNCTION parts.touch()",
        "ALTER TABLE parts.whole ENABLE ALWAYS TRIGGER audit",
        "ALTER TABLE ONLY parts.two ENABLE REPLICA TRIGGER audit");
    try {
      assertThatThrownBy(() -> Suitability.check(target, target, List.of()))
          .hasMessageContaining("trigger audit of parts.whole fires")
          .hasMessageContaining("trigger audit of parts.two fires")
          .hasMessageNotContaining("parts.one");
    } finally {
      recent.execute("postgres", "DROP SCHEMA parts CASCADE");
    }
  }

  @Test
  void whatTheApplyWorkerPassesByIsNotNamed() throws SQLException {
    old.execute(
        "app",
        "CREATE TABLE orders (id int)",
        "ALTER TABLE orders FORCE ROW LEVEL SECURITY",
        "CREATE TABLE owned (id int)",
        "ALTER TABLE owned ENABLE ROW LEVEL SECURITY",
        TOUCH,
        "CREATE TRIGGER touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE PROCEDURE touch()",
        "CREATE TRIGGER statement AFTER INSERT ON orders EXECUTE PROCEDURE touch()",
        "CREATE RULE kept AS ON DELETE TO orders DO INSTEAD NOTHING",
        "ALTER TABLE orders ENABLE ALWAYS TRIGGER statement, ENABLE ALWAYS RULE kept",
        "CREATE EXTENSION hstore",
        "CREATE SCHEMA kahuna",
        "CREATE SCHEMA _heroku",
        "CREATE TABLE extended (id int)",
        "CREATE TABLE kahuna.fence (id int)",
        "CREATE TABLE _heroku.log (id int)",
        "ALTER EXTENSION hstore ADD TABLE extended");
    for (var table : List.of("extended", "kahuna.fence", "_heroku.log")) {
      old.execute(
          "app",
          "ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY".formatted(table),
          "CREATE TRIGGER touch BEFORE INSERT ON %s FOR EACH ROW EXECUTE PROCEDURE touch()"
              .formatted(table),
          "ALTER TABLE %s ENABLE ALWAYS TRIGGER touch".formatted(table));
    }
    assertThat(check()).isEmpty();
  }

  private List<Finding> check() throws SQLException {
    return Suitability.check(source, target, IncomparableTable.all(source));
  }
}
