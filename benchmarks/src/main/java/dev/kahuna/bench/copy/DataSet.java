package dev.kahuna.bench.copy;

import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What is copied. */
enum DataSet {
  /** pgbench's own tables: three small ones, and one with short rows and a key. */
  PGBENCH {
    @Override
    void fill(PostgresServer server, String database, int percent) throws IOException {
      Shell.run(
          List.of(
              "pgbench",
              "--initialize",
              "--quiet",
              "--scale=" + Math.max(1, SCALE * percent / 100)),
          Path.of("/"),
          server.clientEnvironment(database),
          LIMIT);
    }
  },

  /** One table of about 1 GB with wide rows and three indexes. */
  WIDE {
    @Override
    void fill(PostgresServer server, String database, int percent) throws SQLException {
      server.execute(
          database,
          """
          CREATE TABLE wide (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            customer uuid NOT NULL,
            title text NOT NULL,
            body text NOT NULL,
            attributes jsonb NOT NULL,
            created_at timestamptz NOT NULL,
            updated_at timestamptz
          )""",
          """
          INSERT INTO wide (customer, title, body, attributes, created_at, updated_at)
          SELECT md5((i %% 10000)::text)::uuid,
                 'Order ' || md5(i::text),
                 (SELECT string_agg(md5((i * j)::text), ' ') FROM generate_series(1, 10) j),
                 jsonb_build_object('size', i %% 50, 'tags', jsonb_build_array(md5(i::text), i), 'gift', i %% 7 = 0),
                 timestamptz '2020-01-01' + i * interval '1 minute',
                 CASE WHEN i %% 3 = 0 THEN timestamptz '2024-01-01' + i * interval '1 second' END
          FROM generate_series(1, %d) i"""
              .formatted(WIDE_ROWS * percent / 100),
          "CREATE INDEX wide_customer ON wide (customer)",
          "CREATE INDEX wide_created ON wide (created_at)",
          "CREATE INDEX wide_title ON wide (title)");
    }
  },

  /** Very many small tables, each with a key and an index. */
  MANY {
    @Override
    void fill(PostgresServer server, String database, int percent) throws SQLException {
      for (var from = 1; from <= TABLES * percent / 100; from += TABLES_AT_ONCE) {
        server.execute(
            database,
            """
            DO $$
            BEGIN
              FOR i IN %d .. %d LOOP
                EXECUTE format(
                  'CREATE TABLE small_%%s (id int PRIMARY KEY, name text, at timestamptz)', i);
                EXECUTE format(
                  'INSERT INTO small_%%s SELECT j, md5(j::text), now() FROM generate_series(1, 100) j', i);
                EXECUTE format('CREATE INDEX ON small_%%s (name)', i);
              END LOOP;
            END
            $$"""
                .formatted(from, Math.min(from + TABLES_AT_ONCE - 1, TABLES * percent / 100)));
      }
    }
  };

  private static final int SCALE = 70;
  private static final int WIDE_ROWS = 1_600_000;
  private static final int TABLES = 2000;
  private static final int TABLES_AT_ONCE = 500;
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /**
   * Makes it in an empty database.
   *
   * @param percent of its full size
   */
  abstract void fill(PostgresServer server, String database, int percent)
      throws IOException, SQLException;

  /** As it is called in the report. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
