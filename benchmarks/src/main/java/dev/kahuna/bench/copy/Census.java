package dev.kahuna.bench.copy;

import dev.kahuna.standin.postgres.PostgresServer;
import java.sql.SQLException;

/** Whether everything has arrived: tables, rows, indexes, constraints. */
final class Census {
  private static final String SQL =
      """
      SELECT format('%s tables, %s indexes, %s constraints, %s rows',
        (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace),
        (SELECT count(*) FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace),
        (SELECT count(*) FROM pg_constraint
         WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace),
        (SELECT sum((xpath('/row/count/text()',
                  query_to_xml(format('SELECT count(*) FROM %s', oid::regclass), false, true, '')))[1]::text::bigint)
         FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace))""";

  private Census() {}

  /**
   * @throws IllegalStateException naming the contender that left something out
   */
  static void check(Contender.Ends ends, String contender) throws SQLException {
    var there = of(ends.source(), ends.database());
    var here = of(ends.target(), ends.database());
    if (!there.equals(here)) {
      throw new IllegalStateException("%s copied %s of %s".formatted(contender, here, there));
    }
  }

  private static String of(PostgresServer server, String database) throws SQLException {
    try (var session = server.superuser(database);
        var statement = session.createStatement();
        var row = statement.executeQuery(SQL)) {
      row.next();
      return row.getString(1);
    }
  }
}
