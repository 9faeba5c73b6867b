package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.rows.CopyServers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A schema on its way to a real server. */
class SchemaRestoreTest {
  private static final SchemaEntry KEY =
      entry(
          "CONSTRAINT",
          "orders orders_pkey",
          "ALTER TABLE ONLY shop.orders\n    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);");
  private static final SchemaEntry INDEX =
      entry("INDEX", "items_order", "CREATE INDEX items_order ON shop.items (order_id);");
  private static final SchemaEntry FOREIGN_KEY =
      entry(
          "FK CONSTRAINT",
          "items items_order_fkey",
          "ALTER TABLE ONLY shop.items\n    ADD CONSTRAINT items_order_fkey FOREIGN KEY (order_id) REFERENCES shop.orders(id) ON DELETE CASCADE;");

  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @BeforeEach
  void tables() throws Exception {
    servers.target.execute(
        "DROP SCHEMA IF EXISTS shop CASCADE", "TRUNCATE kahuna.restored_entries");
    restore()
        .preData(
            List.of(
                entry("SCHEMA", "shop", "CREATE SCHEMA shop;"),
                entry("TABLE", "orders", "CREATE TABLE shop.orders (id int NOT NULL);"),
                entry("TABLE", "items", "CREATE TABLE shop.items (order_id int);")));
    servers.target.execute(
        "INSERT INTO shop.orders SELECT generate_series(1, 100)",
        "INSERT INTO shop.items SELECT generate_series(1, 100)");
  }

  @Test
  void foreignKeysAreValidatedAndTablesAnalyzed() throws Exception {
    restore().postData(List.of(KEY, INDEX, FOREIGN_KEY), Map.of(INDEX.key(), 100L));
    assertThat(
            servers.target.query(
                "SELECT string_agg(conname, ',' ORDER BY conname) FROM pg_constraint WHERE convalidated AND conname LIKE '%\\_%key' AND connamespace = 'shop'::regnamespace"))
        .isEqualTo("items_order_fkey,orders_pkey");
    assertThat(servers.target.query("SELECT reltuples FROM pg_class WHERE relname = 'items'"))
        .isEqualTo("100");
  }

  @Test
  void whatIsThereIsNotMadeAgain() throws Exception {
    var entries = List.of(KEY, INDEX, FOREIGN_KEY);
    restore().postData(entries, Map.of());
    restore().postData(entries, Map.of());
    assertThat(servers.target.query("SELECT count(*) FROM kahuna.restored_entries"))
        .isEqualTo(String.valueOf(3 + 1 + 3 + 1 + 1));
  }

  @Test
  void whatAnotherInstanceIsAtIsWaitedForAndNotMadeTwice() throws Exception {
    try (var session = servers.target();
        var other = session.sql();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "INSERT INTO kahuna.restored_entries (entry) VALUES ('%s')".formatted(INDEX.key()));
      statement.execute(INDEX.sql());
      var restoring =
          CompletableFuture.runAsync(
              () ->
                  assertThatCode(() -> restore().postData(List.of(INDEX), Map.of()))
                      .doesNotThrowAnyException());
      await()
          .until(
              () ->
                  servers
                      .target
                      .query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                      .equals("1"));
      other.commit();
      restoring.get();
    }
    assertThat(servers.target.query("SELECT to_regclass('shop.items_order') IS NOT NULL"))
        .isEqualTo("t");
  }

  @Test
  void aForeignKeyThatTheSourceNeverValidatedStaysSo() throws Exception {
    servers.target.execute("INSERT INTO shop.items VALUES (1000)");
    var never = FOREIGN_KEY.with(FOREIGN_KEY.sql().replace("CASCADE;", "CASCADE NOT VALID;"));
    restore().postData(List.of(KEY, never), Map.of());
    assertThat(
            servers.target.query(
                "SELECT convalidated FROM pg_constraint WHERE conname = 'items_order_fkey'"))
        .isEqualTo("f");
  }

  @Test
  void everyRefusalIsNamedAndTheRestIsMade() throws Exception {
    servers.target.execute("INSERT INTO shop.orders VALUES (7)");
    var unknown = entry("INDEX", "bad", "CREATE INDEX bad ON shop.items (nothing);");
    assertThatThrownBy(() -> restore().postData(List.of(KEY, INDEX, unknown), Map.of()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining(
            "CONSTRAINT shop orders orders_pkey: could not create unique index \"orders_pkey\"")
        .hasMessageContaining("INDEX shop bad: column \"nothing\" does not exist")
        .hasMessageNotContaining("(id)=(7)");
    assertThat(servers.target.query("SELECT to_regclass('shop.items_order') IS NOT NULL"))
        .isEqualTo("t");

    servers.target.execute(
        "DELETE FROM shop.orders WHERE id = 7", "INSERT INTO shop.orders VALUES (7)");
    restore().postData(List.of(KEY, INDEX), Map.of());
    assertThat(servers.target.query("SELECT to_regclass('shop.orders_pkey') IS NOT NULL"))
        .isEqualTo("t");
  }

  @Test
  void afterAForeignKeyThatRowsBreakTheOthersAreValidated() throws Exception {
    servers.target.execute("INSERT INTO shop.items VALUES (1000)");
    assertThatThrownBy(() -> restore().postData(List.of(KEY, FOREIGN_KEY), Map.of()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("VALIDATE FK CONSTRAINT shop items items_order_fkey")
        .hasMessageNotContaining("1000");
  }

  private static SchemaRestore restore() {
    return new SchemaRestore(() -> servers.target().sql(), 2, progress -> {});
  }

  private static SchemaEntry entry(String type, String name, String sql) {
    return new SchemaEntry(type, "shop", name, 1, sql);
  }
}
