package dev.kahuna.cutover.replica;

import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.cutover.index.IndexesInWindow;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.Examples;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes that the check of the replica did not find in order, or never saw. */
class LateIndexTest {
  private static TestPostgres postgres;
  private static Connection database;

  @BeforeAll
  static void start() throws Exception {
    postgres = server(15);
    database = asSuperuser(postgres);
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
    postgres.close();
  }

  @BeforeEach
  void fill() throws Exception {
    execute(
        database,
        "DROP EVENT TRIGGER IF EXISTS deny",
        "DROP TABLE IF EXISTS people",
        "CREATE TABLE people (id serial PRIMARY KEY, name text, email text)",
        "INSERT INTO people (name, email) SELECT md5(i::text), CASE i % 3 WHEN 0 THEN"
            + " upper(md5(i::text)) ELSE md5(i::text) END FROM generate_series(1, 3000) i",
        "CREATE INDEX people_name ON people (name COLLATE \"en-x-icu\")");
  }

  @Survives(
      fault = 58,
      done = "an index that is misordered on the host reaches the replica after its check",
      held = "it is found in the window and rebuilt before the app writes; the others are not")
  @Test
  void anIndexThatCameAfterTheCheckIsProvenOrRebuilt() throws Exception {
    var checked = checked();
    execute(database, "CREATE INDEX people_email ON people (email COLLATE \"C\")");
    pretendIcu("people_email");
    execute(database, "CREATE INDEX people_sound ON people (email COLLATE \"en-x-icu\", id)");

    assertThat(RebuildIndexes.rebuild(database, checked)).containsExactly("public.people_email");
    assertThat(RebuildIndexes.rebuild(database, checked)).isEmpty();
  }

  @Test
  void anIndexThatWasBuiltAgainSinceTheCheckIsNew() throws Exception {
    var checked = checked();
    assertThat(IndexesInWindow.of(TextIndex.all(database), checked).toProve()).isEmpty();
    execute(database, "REINDEX INDEX people_name");
    assertThat(IndexesInWindow.of(TextIndex.all(database), checked).toProve())
        .extracting(TextIndex::plainName)
        .containsExactly("people_name");
  }

  @Test
  void aNewIndexThatNothingCanProveIsRebuilt() throws Exception {
    var checked = checked();
    execute(database, "CREATE INDEX people_brin ON people USING brin (email COLLATE \"en-x-icu\")");
    assertThat(RebuildIndexes.rebuild(database, checked)).containsExactly("public.people_brin");
  }

  /** The limit is one GiB; no index is as large, so none may be. */
  @Test
  void whatCanNotBeProvenInTimeHoldsTheWindow() throws Exception {
    var nothing =
        new ReplicaChecked("shop", "shop", 1, 1, 0, List.of(), List.of(), List.of(), List.of());
    var small = IndexesInWindow.of(TextIndex.all(database), nothing);
    small.requireFit(migration(), List.of());
    var index = TextIndex.all(database).getFirst();
    var huge =
        new TextIndex(
            index.name(),
            index.plainName(),
            index.table(),
            index.owner(),
            2L << 30,
            index.file(),
            true,
            index.predicate(),
            index.keys());
    assertThatThrownBy(
            () -> IndexesInWindow.of(List.of(huge), nothing).requireFit(migration(), List.of()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("1 indexes over text (2 GiB, among them public.people_name)")
        .hasMessageContaining("kahuna retry shop-2026 check-replica");
    var unproven =
        new ReplicaChecked(
            "shop",
            "shop",
            1,
            1,
            1,
            List.of(huge.file()),
            List.of(),
            List.of(huge.name()),
            List.of());
    assertThatThrownBy(
            () -> IndexesInWindow.of(List.of(huge), unproven).requireFit(migration(), List.of()))
        .hasMessageContaining("no query reads them in their order");
  }

  /** Even triggers that fire for a replica; then nothing can prove the index. */
  @Survives(
      fault = 58,
      done = "event triggers, one of them enabled always, forbid every extension",
      held = "what amcheck can't prove is rebuilt, and no extension is left")
  @Test
  void anEventTriggerThatForbidsExtensionsEndsNoWindow() throws Exception {
    var checked = checked();
    execute(
        database,
        "CREATE OR REPLACE FUNCTION deny() RETURNS event_trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION ''no extension here''; END'",
        "CREATE EVENT TRIGGER deny ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION')"
            + " EXECUTE FUNCTION deny()",
        "CREATE INDEX people_late ON people (email COLLATE \"en-x-icu\")");
    assertThat(RebuildIndexes.rebuild(database, checked)).isEmpty();
    execute(database, "ALTER EVENT TRIGGER deny ENABLE ALWAYS");
    assertThat(RebuildIndexes.rebuild(database, checked)).containsExactly("public.people_late");
    assertThat(ask(database, "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"))
        .isEqualTo("0");
  }

  private static ReplicaChecked checked() throws Exception {
    var files = TextIndex.all(database).stream().map(TextIndex::file).toList();
    return new ReplicaChecked(
        "shop", "shop", 1, 1, files.size(), files, List.of(), List.of(), List.of());
  }

  private static Migration migration() {
    var requested = new MigrationRequested(Examples.request());
    return Migration.of("shop-2026")
        .with(new LoggedEvent("shop-2026", requested, 0, Instant.EPOCH, "test"));
  }

  /** Makes an index that is sorted by bytes claim to be sorted by ICU. */
  private static void pretendIcu(String index) throws Exception {
    var icu = "(SELECT oid FROM pg_collation WHERE collname = 'en-x-icu')";
    execute(
        database,
        "UPDATE pg_index SET indcollation = %s::text::oidvector WHERE indexrelid = '%s'::regclass"
            .formatted(icu, index),
        "UPDATE pg_attribute SET attcollation = %s WHERE attrelid = '%s'::regclass"
            .formatted(icu, index));
  }
}
