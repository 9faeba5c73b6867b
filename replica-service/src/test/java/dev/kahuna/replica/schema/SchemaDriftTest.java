package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.rows.CopyServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two real servers of different majors. */
class SchemaDriftTest {
  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @BeforeEach
  void schema() {
    servers.schema(
        "DROP SCHEMA IF EXISTS shop CASCADE",
        "CREATE SCHEMA shop",
        "CREATE DOMAIN shop.positive AS int CHECK (VALUE > 0)",
        "CREATE TABLE shop.orders (id bigint PRIMARY KEY, note varchar(20), many shop.positive[])",
        "CREATE TABLE shop.\"odd name\" ()",
        // Reserved from 16 and 17 on.
        "CREATE TYPE shop.\"json_scalar\" AS ENUM ('a')",
        "CREATE TABLE shop.\"system_user\" (\"system_user\" shop.\"json_scalar\", \"json\" json)",
        "CREATE TABLE shop.by_year (year int) PARTITION BY LIST (year)");
  }

  @Test
  void theSameTablesDoNotDiffer() {
    servers.target.execute("CREATE UNLOGGED TABLE shop.cache (id int)");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void tablesAndColumnsThatOneSideLacksAreNamed() {
    servers.source.execute(
        "CREATE TABLE shop.late (id int)",
        "ALTER TABLE shop.orders ALTER note TYPE text, ADD \"when\" date",
        "DROP TABLE shop.\"odd name\"");
    assertThatThrownBy(this::check)
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("table shop.late is only on the replica")
        .hasMessageContaining("table shop.\"odd name\" is only on the target")
        .hasMessageContaining("column note text of shop.orders is only on the replica")
        .hasMessageContaining(
            "column note character varying(20) of shop.orders is only on the target")
        .hasMessageContaining("column when date of shop.orders is only on the replica")
        .hasMessageNotContaining("by_year");
  }

  private void check() throws Exception {
    try (var replica = servers.source();
        var target = servers.target()) {
      SchemaDrift.check(replica.sql(), target.sql());
    }
  }
}
