package dev.kahuna.cutover.compare;

import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.ReplicatedPair;
import dev.kahuna.cutover.replication.ReverseReplication;
import dev.kahuna.cutover.replication.Sequences;
import dev.kahuna.postgres.Queries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An extension has a table and a sequence, whose contents differ by the extension's version. */
class ExtensionTablesTest {
  private static final String[] SCHEMA = {
    "CREATE TABLE orders (id int PRIMARY KEY, what text)",
    "CREATE EXTENSION citext",
    "CREATE TABLE systems (id int PRIMARY KEY, what text)",
    "CREATE SEQUENCE system_ids",
    "ALTER EXTENSION citext ADD TABLE systems",
    "ALTER EXTENSION citext ADD SEQUENCE system_ids"
  };

  private ReplicatedPair pair;

  @BeforeEach
  void start() throws Exception {
    pair = new ReplicatedPair(SCHEMA);
    execute(pair.here, "INSERT INTO systems VALUES (1, 'old')", "SELECT setval('system_ids', 7)");
    execute(pair.there, "INSERT INTO systems VALUES (1, 'new'), (2, 'more')");
  }

  @AfterEach
  void end() throws Exception {
    pair.close();
  }

  @Test
  void itsRowsAreNeitherReplicatedNorCompared() throws Exception {
    execute(pair.here, "INSERT INTO orders VALUES (1, 'thing')");
    pair.settle();

    var result = pair.compare();

    assertThat(result.tables()).isEqualTo(1);
    assertThat(result.rows()).isEqualTo(1);
    assertThat(ask(pair.there, "SELECT string_agg(what, ' ' ORDER BY id) FROM systems"))
        .isEqualTo("new more");
  }

  @Test
  void itsDefinitionMayDiffer() throws Exception {
    execute(pair.there, "ALTER TABLE systems ADD note text", "ALTER SEQUENCE system_ids CYCLE");
    // Kahuna's own, which only one side has, is no difference either.
    execute(pair.here, "CREATE SEQUENCE kahuna.own");
    assertThat(pair.tables()).extracting(Table::full).containsExactly("public.orders");
  }

  @Test
  void aTableThatBelongsToTheTargetsExtensionAloneIsTheExtensions() throws Exception {
    execute(pair.here, "ALTER EXTENSION citext DROP TABLE systems");
    execute(pair.here, "ALTER PUBLICATION kahuna ADD TABLE systems");
    assertThat(pair.tables()).extracting(Table::full).containsExactly("public.orders");
  }

  @Test
  void itsSequenceStaysAsItIs() throws Exception {
    Sequences.advance(pair.here, pair.there);
    assertThat(ask(pair.there, "SELECT is_called FROM system_ids")).isEqualTo("f");
  }

  @Test
  void tablesThatTheAppMakesLaterArePublishedNevertheless() throws Exception {
    var later =
        new String[] {
          "CREATE TABLE late (id int)",
          "CREATE TABLE selected AS SELECT 1 AS id",
          "CREATE SCHEMA extra CREATE TABLE inner_one (id int PRIMARY KEY)",
          "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id)",
          "CREATE TABLE part_a PARTITION OF parted FOR VALUES FROM (0) TO (100)",
          "CREATE UNLOGGED TABLE logged (id int PRIMARY KEY)",
          "ALTER TABLE logged SET LOGGED"
        };
    execute(pair.here, "GRANT CREATE ON DATABASE app TO app", "GRANT ALL ON SCHEMA public TO app");
    execute(pair.here, "SET ROLE app");
    execute(pair.here, later);
    execute(pair.here, "INSERT INTO late VALUES (1)", "UPDATE late SET id = 2", "RESET ROLE");
    assertThat(
            ask(
                pair.here,
                "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_publication_tables"
                    + " WHERE pubname = 'kahuna' AND schemaname <> 'kahuna'"))
        .isEqualTo("inner_one late logged orders part_a selected");
  }

  @Test
  void theWayBackDoesNotPublishIt() throws Exception {
    var sql = Queries.of(ReverseReplication.class);
    execute(pair.there, "CREATE TABLE other (id int)", "ALTER EXTENSION citext ADD TABLE other");
    execute(pair.here, "CREATE TABLE other (id int)");
    execute(pair.there, "ALTER SUBSCRIPTION kahuna REFRESH PUBLICATION");
    execute(
        pair.there,
        "CREATE ROLE master CREATEDB",
        "ALTER TABLE orders OWNER TO master",
        "ALTER SCHEMA kahuna OWNER TO master",
        "ALTER TABLE kahuna.fence OWNER TO master",
        "ALTER TABLE kahuna.heartbeat OWNER TO master",
        "GRANT CREATE ON DATABASE app TO master",
        "SET ROLE master");
    sql.run(pair.there, "reverse-identity");
    sql.run(pair.there, "reverse-publication");
    assertThat(
            ask(
                pair.there,
                "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_publication_tables"
                    + " WHERE pubname = 'kahuna_reverse'"))
        .isEqualTo("fence heartbeat orders");
    execute(pair.there, "RESET ROLE");
  }
}
