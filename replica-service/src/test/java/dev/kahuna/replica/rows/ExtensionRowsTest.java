package dev.kahuna.replica.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.copy.CutPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The tables of an extension, with rows of its own that differ by its version, and rows of the app,
 * which the extension declares as configuration.
 */
class ExtensionRowsTest {
  private static final String SYSTEMS =
      "SELECT string_agg(id || ' ' || what, ', ' ORDER BY id) FROM systems";

  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @BeforeEach
  void extension() {
    servers.schema(
        "CREATE EXTENSION citext",
        "CREATE TABLE systems (id int PRIMARY KEY, what text, twice int GENERATED ALWAYS AS (id * 2) STORED)",
        "CREATE TABLE parts (system int REFERENCES systems, id int GENERATED ALWAYS AS IDENTITY)",
        "CREATE TABLE versions (name text)",
        "ALTER EXTENSION citext ADD TABLE systems",
        "ALTER EXTENSION citext ADD TABLE parts",
        "ALTER EXTENSION citext ADD TABLE versions",
        "UPDATE pg_extension SET extconfig = ARRAY['parts'::regclass::oid, 'systems'::regclass],"
            + " extcondition = ARRAY['', 'WHERE id > 100'] WHERE extname = 'citext'");
    servers.source.execute(
        "INSERT INTO versions VALUES ('1')",
        "INSERT INTO systems VALUES (1, 'old'), (2, 'gone'), (101, 'app''s'), (102, 'app''s')",
        "INSERT INTO parts VALUES (101)",
        "CREATE TABLE orders (id int)",
        "INSERT INTO orders VALUES (1)");
    servers.target.execute(
        "INSERT INTO versions VALUES ('2')",
        "INSERT INTO systems VALUES (1, 'new'), (3, 'added')",
        "CREATE TABLE orders (id int)");
  }

  @AfterEach
  void drop() {
    servers.schema(
        "DROP EXTENSION citext CASCADE", "DROP TABLE IF EXISTS parts, systems, versions, orders");
    servers.target.execute("TRUNCATE kahuna.copied_chunks");
  }

  @Test
  void theAppsRowsArriveAndTheExtensionsOwnStay() throws Exception {
    var total = servers.copy(DataCopy.CHUNK_BYTES, 2).run();
    assertArrived();
    assertThat(servers.target.query("SELECT string_agg(name, ' ') FROM versions")).isEqualTo("2");
    assertThat(total.rows()).isEqualTo(4);
  }

  @Test
  void aCopyThatRunsAgainNeitherFailsNorDoublesARow() throws Exception {
    servers.copy(DataCopy.CHUNK_BYTES, 2).run();
    servers.target.execute("UPDATE systems SET what = 'changed' WHERE id = 102");
    servers.copy(DataCopy.CHUNK_BYTES, 2).run();
    assertThat(servers.target.query(SYSTEMS)).isEqualTo("1 new, 3 added, 101 app's, 102 changed");
    assertThat(servers.target.query("SELECT count(*) FROM parts")).isEqualTo("1");
  }

  @Test
  void aCopyThatIsKilledCanBeRepeated() throws Exception {
    // The first has checked the plan and copied the app's table, and is killed with "systems"
    // written; the second
    // has checked the plan and copied "systems", and is killed with "parts" written.
    for (var kept : List.of("orders", "orders systems")) {
      var path = new CutPath(servers, new AtomicInteger(3), servers.target);
      var copy = new DataCopy(path, 2, DataCopy.CHUNK_BYTES, progress -> {});
      assertThatThrownBy(copy::run).isInstanceOf(SQLException.class);
      assertThat(servers.journal().stream().map(CopyJournal.Line::table).sorted())
          .containsExactly(kept.split(" "));
    }
    servers.copy(DataCopy.CHUNK_BYTES, 2).run();
    assertArrived();
  }

  @Test
  void aRowThatTheTargetsExtensionHasOfItsOwnStopsNothing() throws Exception {
    servers.target.execute("INSERT INTO systems VALUES (101, 'the extension''s')");
    servers.copy(DataCopy.CHUNK_BYTES, 2).run();
    assertThat(servers.target.query(SYSTEMS))
        .isEqualTo("1 new, 3 added, 101 the extension's, 102 app's");
  }

  @Test
  void aTableThatTheTargetsExtensionLacksStopsNothing() throws Exception {
    servers.target.execute("ALTER EXTENSION citext DROP TABLE parts", "DROP TABLE parts");
    servers.copy(DataCopy.CHUNK_BYTES, 2).run();
    assertThat(servers.target.query(SYSTEMS)).isEqualTo("1 new, 3 added, 101 app's, 102 app's");
  }

  /** As on RDS: the extension's tables are the provider's. */
  @Test
  void aTargetThatForbidsTheMasterUserToInsertStopsNothing() throws Exception {
    servers.target.execute(
        "CREATE ROLE master",
        "GRANT ALL ON ALL TABLES IN SCHEMA kahuna TO master",
        "GRANT ALL ON SCHEMA kahuna TO master",
        "GRANT ALL ON orders TO master",
        "GRANT SELECT ON systems TO master",
        "GRANT TEMPORARY ON DATABASE postgres TO master");
    try {
      new DataCopy(asMaster(), 2, DataCopy.CHUNK_BYTES, progress -> {}).run();
      assertThat(servers.target.query(SYSTEMS)).isEqualTo("1 new, 3 added");
      assertThat(servers.target.query("SELECT count(*) FROM orders")).isEqualTo("1");
      assertThat(servers.journal()).extracting(CopyJournal.Line::table).containsExactly("orders");

      servers.target.execute(
          "GRANT INSERT ON systems, parts TO master", "GRANT SELECT ON parts TO master");
      new DataCopy(asMaster(), 2, DataCopy.CHUNK_BYTES, progress -> {}).run();
      assertArrived();
    } finally {
      servers.target.execute("DROP OWNED BY master", "DROP ROLE master");
    }
  }

  private static void assertArrived() {
    assertThat(servers.target.query(SYSTEMS)).isEqualTo("1 new, 3 added, 101 app's, 102 app's");
    assertThat(servers.target.query("SELECT string_agg(system || ' ' || id, ', ') FROM parts"))
        .isEqualTo("101 1");
  }

  private static CopyPath asMaster() {
    return new CopyPath() {
      @Override
      public CopyConnection source() throws SQLException {
        return servers.source();
      }

      @Override
      public CopyConnection target() throws SQLException {
        var target = servers.target();
        try (var statement = target.sql().createStatement()) {
          statement.execute("SET ROLE master");
        }
        return target;
      }

      @Override
      public void check(Connection source) {}
    };
  }
}
