package dev.kahuna.acceptance;

import dev.kahuna.standin.postgres.SourceDatabase;
import java.sql.SQLException;

/**
 * A table with a unique index that is sorted by bytes although the catalogue says by ICU. This is
 * what a host sees whose libraries sort text differently.
 */
final class MisorderedIndex {
  private MisorderedIndex() {}

  /** Makes it in the app's database, then so much WAL that no replica catches up without it. */
  static void plant(SourceDatabase source) throws SQLException {
    try (var owner = source.owner();
        var superuser = source.superuser()) {
      Sql.run(
          owner,
          "CREATE TABLE reader (id serial PRIMARY KEY, email text)",
          """
          INSERT INTO reader (email)
          SELECT CASE i % 3 WHEN 0 THEN upper(md5(i::text)) ELSE md5(i::text) END
          FROM generate_series(1, 3000) AS i
          """,
          "CREATE UNIQUE INDEX reader_email ON reader (email COLLATE \"C\")");
      Sql.run(
          superuser,
          """
          UPDATE pg_index SET indcollation = (
            SELECT oid::text::oidvector FROM pg_collation WHERE collname = 'en-x-icu')
          WHERE indexrelid = 'reader_email'::regclass
          """,
          """
          UPDATE pg_attribute SET attcollation = (
            SELECT oid FROM pg_collation WHERE collname = 'en-x-icu')
          WHERE attrelid IN ('reader'::regclass, 'reader_email'::regclass) AND attname = 'email'
          """,
          """
          SELECT count(pg_logical_emit_message(false, 'fill', repeat('x', 1000000)))
          FROM generate_series(1, 64)
          """);
    }
  }
}
