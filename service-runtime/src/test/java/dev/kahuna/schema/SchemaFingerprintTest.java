package dev.kahuna.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaFingerprintTest {
  private static final String EVERYTHING =
      Queries.of(SchemaComparisonTest.class).text("everything");

  @Test
  void aChangeOfTheSchemaIsSeenByItsKindAndNothingElseIs() throws SQLException {
    try (var server = TestPostgres.of(15).start()) {
      server.execute(
          EVERYTHING,
          "CREATE TABLE plain (id serial PRIMARY KEY, v text)",
          "CREATE ROLE app LOGIN",
          "INSERT INTO plain (v) SELECT i::text FROM generate_series(1, 100) AS i");
      for (var change : changes().entrySet()) {
        var before = fingerprint(server);
        server.execute(change.getKey().split("; "));
        assertThat(before.changed(fingerprint(server)))
            .as(change.getKey())
            .isEqualTo(change.getValue());
      }
    }
  }

  private static Map<String, Set<String>> changes() {
    var changes = new LinkedHashMap<String, Set<String>>();
    changes.put("ALTER TABLE plain ADD w int", Set.of("column", "table"));
    changes.put("ALTER TABLE plain ALTER w SET DEFAULT 5", Set.of("default", "table"));
    changes.put("CREATE INDEX plain_v ON plain (v)", Set.of("index"));
    changes.put("CREATE VIEW plainer AS SELECT v FROM plain", Set.of("view"));
    changes.put("COMMENT ON TABLE plain IS 'plain'", Set.of("comment"));
    changes.put("CREATE TABLE passing (id int); DROP TABLE passing", Set.of());
    changes.put("VACUUM FULL ANALYZE plain; REINDEX TABLE plain", Set.of());
    changes.put("TRUNCATE plain", Set.of());
    changes.put("CREATE TEMPORARY TABLE short_lived (id int)", Set.of());
    changes.put("SELECT setval('plain_id_seq', 4711)", Set.of());
    changes.put("GRANT SELECT ON plain TO app", Set.of());
    changes.put("CREATE SCHEMA kahuna; CREATE TABLE kahuna.heartbeat (id int)", Set.of());
    return changes;
  }

  private static SchemaFingerprint fingerprint(TestPostgres server) throws SQLException {
    try (var session = server.open()) {
      return SchemaFingerprint.of(session, Duration.ofSeconds(10));
    }
  }
}
