package dev.kahuna.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the oldest and the newest server of this machine. */
class IncomparableTableTest {
  /** What the apply worker does with a row of every type that a column can have. */
  private static final String EVERY_TYPE =
      """
      DO $$
      BEGIN
        EXECUTE (
          SELECT 'CREATE TABLE every_type (' || string_agg(format('%I %s', typname, format_type(oid, NULL)), ', ') || ')'
          FROM pg_type t
          WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm')
            AND typname NOT IN ('gtsvector', '_gtsvector')
            AND NOT EXISTS (SELECT FROM pg_type e WHERE e.oid = t.typelem AND e.typtype IN ('c', 'p')));
      END
      $$""";

  private static final String COMPARABLE =
      """
      CREATE FUNCTION comparable(type oid) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('SELECT record_eq(r, r) FROM (SELECT NULL::%s AS v) AS r', format_type(type, NULL));
        RETURN true;
      EXCEPTION WHEN undefined_function THEN
        RETURN false;
      END
      $$""";

  private static List<TestPostgres> servers;

  @BeforeAll
  static void start() {
    servers = Stream.of(15, 17).parallel().map(major -> TestPostgres.of(major).start()).toList();
  }

  @AfterAll
  static void stop() {
    servers.forEach(TestPostgres::close);
  }

  @Test
  void aTypeIsIncomparableIfTheServerItselfCannotCompareItsValues() throws SQLException {
    for (var server : servers) {
      server.execute(EVERY_TYPE, COMPARABLE);
      var refused =
          server.query(
              """
              SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
              FROM pg_attribute
              WHERE attrelid = 'every_type'::regclass AND attnum > 0 AND NOT comparable(atttypid)""");
      // json is a keyword from 16 on, and quoted there.
      assertThat(refused.replace("\"", "").split(", "))
          .contains("json", "_json", "xml", "point", "box", "circle", "txid_snapshot");
      assertThat(all(server))
          .filteredOn(table -> table.name().equals("public.every_type"))
          .extracting(table -> names(table.columns()))
          .containsExactly(refused);
      server.execute("DROP TABLE every_type");
    }
  }

  /** Without the types, which the query shows of an array's element. */
  private static String names(String columns) {
    return columns.replaceAll(" \\([^)]*\\)", "");
  }

  @Test
  @Survives(
      fault = 54,
      done =
          "tables without a key have columns of json, point and xml, as they are, in arrays, domains and composite types",
      held = "each is named with its columns and what to do, and whether its rows are changed")
  void tablesWhoseChangedRowsCannotBeFoundAreNamed() throws SQLException {
    for (var server : servers) {
      server.execute(
          "CREATE SCHEMA shop",
          "CREATE DOMAIN shop.payload AS json",
          "CREATE TYPE shop.place AS (name text, at point)",
          "CREATE TYPE shop.mood AS ENUM ('good', 'bad')",
          "CREATE TABLE shop.webhooks (received timestamptz, payload json, tries int)",
          "CREATE TABLE shop.positions (vehicle int, at point)",
          "CREATE TABLE shop.\"Documents\" (name text, body xml)",
          "CREATE TABLE shop.wrapped (one shop.payload, many json[], place shop.place[])",
          "CREATE TABLE shop.late (id int PRIMARY KEY DEFERRABLE, payload json)",
          "CREATE TABLE shop.full (payload json)",
          "ALTER TABLE shop.full REPLICA IDENTITY FULL",
          "CREATE TABLE shop.parted (at date, payload json) PARTITION BY RANGE (at)",
          "CREATE TABLE shop.part PARTITION OF shop.parted DEFAULT",
          "CREATE TABLE shop.keyed (id int PRIMARY KEY, payload json)",
          "CREATE TABLE shop.full_keyed (id int PRIMARY KEY, payload json)",
          "ALTER TABLE shop.full_keyed REPLICA IDENTITY FULL",
          "CREATE TABLE shop.unique (id int NOT NULL UNIQUE, payload json)",
          "ALTER TABLE shop.unique REPLICA IDENTITY USING INDEX unique_id_key",
          "CREATE UNLOGGED TABLE shop.cache (payload json)",
          "CREATE TABLE shop.comparable (a varchar(9), b char(3), c jsonb, d shop.mood, e int4range,"
              + " f cidr, g text[], h numeric, i regclass, j bytea, k tsvector, l oidvector)",
          "INSERT INTO shop.webhooks VALUES (now(), '{}', 0)",
          "INSERT INTO shop.positions VALUES (1, '(1,1)')",
          "UPDATE shop.webhooks SET tries = 1");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> all(server).stream().anyMatch(IncomparableTable::isChanged));
      var tables = all(server);
      assertThat(tables)
          .extracting(table -> table.name() + ": " + table.columns())
          .containsExactly(
              "shop.\"Documents\": body (xml)",
              "shop.\"full\": payload (json)",
              "shop.late: payload (json)",
              "shop.part: payload (json)",
              "shop.positions: at (point)",
              "shop.webhooks: payload (json)",
              "shop.wrapped: one (json), many (json), place (point)");
      assertThat(tables)
          .filteredOn(IncomparableTable::isChanged)
          .extracting(IncomparableTable::advice)
          .singleElement()
          .asString()
          .contains(
              "shop.webhooks", "updated or deleted (1 times by now)", "Add a primary key", "jsonb");
    }
  }

  private static List<IncomparableTable> all(TestPostgres server) throws SQLException {
    try (var connection = server.open()) {
      return IncomparableTable.all(connection);
    }
  }
}
