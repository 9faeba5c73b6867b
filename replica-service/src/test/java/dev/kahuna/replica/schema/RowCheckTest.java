package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.SessionSetting;
import dev.kahuna.replica.rows.CopyServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A schema whose CHECK constraints look for rows of other tables, copied between real servers. */
class RowCheckTest {
  private static final String CHECKS =
      """
      SELECT coalesce(string_agg(concat_ws(' ', conrelid::regclass, nullif(contypid, 0)::regtype, conname,
               pg_get_constraintdef(oid), convalidated, conislocal, coninhcount,
               obj_description(oid, 'pg_constraint')), E'\\n' ORDER BY conrelid::regclass::text, conname), '')
      FROM pg_constraint WHERE contype = 'c' AND connamespace = 'shop'::regnamespace""";

  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @BeforeAll
  static void owner() throws Exception {
    servers.schema("ALTER DATABASE postgres SET search_path = shop, public");
    servers.target.execute(
        "CREATE ROLE app LOGIN PASSWORD 'app'", "GRANT ALL ON DATABASE postgres TO app");
    try (var session = servers.target()) {
      SessionSetting.set(session.sql(), "kahuna.owner", "app");
      Queries.of(TargetPreparation.class).run(session.sql(), "create-journal");
    }
  }

  /** Carriers are copied last, and the function relies on the app's search path. */
  @BeforeEach
  void shop() {
    servers.schema("DROP SCHEMA IF EXISTS shop CASCADE");
    servers.target.execute(
        "TRUNCATE kahuna.restored_entries, kahuna.copied_chunks, kahuna.row_checks");
    servers.source.execute(
        "CREATE SCHEMA shop",
        "CREATE TABLE carriers (name text PRIMARY KEY)",
        "CREATE FUNCTION is_carrier(text) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM carriers WHERE name = $1)'",
        "CREATE TABLE shipments (id int PRIMARY KEY, carrier text CONSTRAINT known CHECK (is_carrier(carrier)), CHECK (id > 0))",
        "COMMENT ON CONSTRAINT known ON shipments IS 'it''s\nknown;'",
        "INSERT INTO carriers VALUES ('rail'), ('ship')",
        "INSERT INTO shipments SELECT i, 'rail' FROM generate_series(1, 20000) i",
        "ANALYZE");
  }

  @Test
  void rowsArriveBeforeThoseThatTheirTablesLookFor() throws Exception {
    var preData = dump("pre-data");
    restore().preData(preData);
    assertThat(servers.target.query(CHECKS)).contains("shipments_id_check").doesNotContain("known");
    servers.copyRows();
    restore().postData(dump("post-data"), Map.of());
    assertThat(servers.target.query("SELECT count(*) FROM shipments")).isEqualTo("20000");
    assertSameChecks();
    assertThat(servers.target.query(CHECKS)).contains("it's\nknown;");
  }

  @Test
  void treesDomainsAndOperatorsAreMadeAsTheyWere() throws Exception {
    servers.source.execute(
        "CREATE TABLE \"par\"\"cels\" (id int, carrier text, CONSTRAINT \"By \"\"rail\" CHECK (is_carrier(carrier))) PARTITION BY RANGE (id)",
        "CREATE TABLE parcels_1 PARTITION OF \"par\"\"cels\" FOR VALUES FROM (0) TO (10000) PARTITION BY RANGE (id)",
        "CREATE TABLE parcels_11 PARTITION OF parcels_1 (CONSTRAINT mine CHECK (is_carrier(carrier))) FOR VALUES FROM (0) TO (10000)",
        "CREATE TABLE freight (carrier text CONSTRAINT known CHECK (is_carrier(carrier)), CONSTRAINT alone CHECK (is_carrier(carrier)) NO INHERIT)",
        "CREATE TABLE goods (carrier text CONSTRAINT known CHECK (is_carrier(carrier)))",
        "CREATE TABLE air (CONSTRAINT known CHECK (is_carrier(carrier))) INHERITS (freight, goods)",
        "CREATE TABLE sea () INHERITS (air, freight)",
        "COMMENT ON CONSTRAINT known ON air IS 'of a child'",
        "CREATE OPERATOR !! (FUNCTION = is_carrier, RIGHTARG = text)",
        "CREATE TABLE letters (carrier text CONSTRAINT known CHECK (!! carrier))",
        "CREATE DOMAIN carrier AS text CONSTRAINT known CHECK (is_carrier(VALUE))",
        "COMMENT ON CONSTRAINT known ON DOMAIN carrier IS 'of a domain'",
        "CREATE TABLE invoices (carrier carrier)",
        "ALTER TABLE shipments ADD CONSTRAINT never CHECK (is_carrier(id::text)) NOT VALID",
        "INSERT INTO \"par\"\"cels\" SELECT i, 'ship' FROM generate_series(1, 9000) i",
        "INSERT INTO freight SELECT 'ship' FROM generate_series(1, 1000)",
        "INSERT INTO air SELECT 'ship' FROM generate_series(1, 1000)",
        "INSERT INTO sea SELECT 'ship' FROM generate_series(1, 1000)",
        "INSERT INTO letters SELECT 'ship' FROM generate_series(1, 9000)",
        "INSERT INTO invoices SELECT 'ship' FROM generate_series(1, 9000)",
        "ANALYZE");
    restore().preData(dump("pre-data"));
    assertThat(servers.target.query(CHECKS).lines()).hasSize(1);
    servers.copyRows();
    restore().postData(dump("post-data"), Map.of());
    assertSameChecks();
    assertThat(servers.target.query(CHECKS)).contains("NOT VALID", "of a child", "of a domain");
  }

  /** Postgres can't validate it afterwards. */
  @Test
  void theConstraintOfADomainInAnArrayStays() throws Exception {
    servers.source.execute(
        "CREATE DOMAIN carrier AS text CONSTRAINT known CHECK (is_carrier(VALUE))",
        "CREATE TABLE routes (carriers carrier[])");
    restore().preData(dump("pre-data"));
    assertThat(servers.target.query(CHECKS)).contains("carrier known CHECK");
    restore().postData(dump("post-data"), Map.of());
    assertSameChecks();
  }

  @Test
  void aServiceThatIsKilledContinues() throws Exception {
    var preData = dump("pre-data");
    var sessions = new AtomicInteger();
    var killed =
        new SchemaRestore(
            () -> {
              if (sessions.incrementAndGet() == 3) {
                throw new SQLException("killed before the constraints were dropped", "57P01");
              }
              return asOwner();
            },
            1,
            progress -> {});
    assertThatThrownBy(() -> killed.preData(preData)).hasMessageStartingWith("killed");
    assertThat(servers.target.query(CHECKS)).contains("known");
    restore().preData(preData);
    assertThat(servers.target.query(CHECKS)).doesNotContain("known");

    restore().preData(preData);
    servers.copyRows();
    var postData = dump("post-data");
    restore().postData(postData, Map.of());
    restore().preData(preData);
    restore().postData(postData, Map.of());
    assertSameChecks();
  }

  @Test
  void aFunctionThatRefusesOldRowsIsNamedWithTheWayOut() throws Exception {
    servers.source.execute(
        "CREATE OR REPLACE FUNCTION is_carrier(text) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT $1 = ''ship'''");
    restore().preData(dump("pre-data"));
    servers.copyRows();
    var postData = dump("post-data");
    var refusal =
        catchThrowableOfType(Rejected.class, () -> restore().postData(postData, Map.of()));
    var statement =
        "ALTER TABLE \"shop\".\"shipments\" DROP CONSTRAINT \"known\"; ALTER TABLE \"shop\".\"shipments\" ADD CONSTRAINT \"known\" CHECK (shop.is_carrier(carrier)) NOT VALID;";
    assertThat(refusal)
        .hasMessageContaining("VALIDATE CHECK \"known\" of TABLE \"shop\".\"shipments\": check")
        .hasMessageContaining("nothing else is lost")
        .hasMessageContaining(statement);
    assertThat(servers.target.query("SELECT to_regclass('shipments_pkey') IS NOT NULL"))
        .isEqualTo("t");

    var message = refusal.getMessage();
    servers.source.execute(
        message.substring(message.indexOf("BEGIN;"), message.indexOf("COMMIT;") + 7));
    try (var replica = servers.source();
        var target = servers.target()) {
      RowCheck.leaveAsOn(replica.sql(), target.sql());
    }
    restore().postData(postData, Map.of());
    assertSameChecks();
    assertThat(servers.target.query(CHECKS)).contains("NOT VALID", "it's\nknown;");
  }

  @Test
  void whatAFunctionRaisesIsNotRepeated() throws Exception {
    servers.source.execute(
        "CREATE OR REPLACE FUNCTION is_carrier(text) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''secret %'', $1; END'");
    restore().preData(dump("pre-data"));
    servers.copyRows();
    assertThatThrownBy(() -> restore().postData(dump("post-data"), Map.of()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("SQLSTATE P0001")
        .hasMessageNotContaining("secret");
  }

  private static void assertSameChecks() {
    assertThat(servers.target.query(CHECKS)).isEqualTo(servers.source.query(CHECKS));
  }

  private static SchemaRestore restore() {
    return new SchemaRestore(RowCheckTest::asOwner, 2, progress -> {});
  }

  private static Connection asOwner() throws SQLException {
    return Databases.open(
        servers.target.endpoint(),
        new Credentials.Password("app", "app"),
        servers.target.trust(),
        PostgresOptions.of("test").with("search_path", "pg_catalog"));
  }

  private static List<SchemaEntry> dump(String section) throws Exception {
    var socket = servers.source.data().getParent();
    var process =
        new ProcessBuilder(
                "bash",
                "-c",
                "PATH=/usr/lib/postgresql/15/bin:$PATH; exec pg_dump --host=\"$0\" --port=\"$1\" --username=postgres --dbname=postgres --section=\"$2\" --no-owner --no-privileges",
                socket.toString(),
                String.valueOf(servers.source.endpoint().port()),
                section)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return SchemaEntry.parse(output);
  }
}
