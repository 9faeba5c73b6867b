package dev.kahuna.sandbox.report;

import dev.kahuna.postgres.Queries;
import dev.kahuna.sandbox.report.Report.TableComparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Compares, row for row, the tables that nothing but the migration wrote to. */
public final class Tables {
  private static final Queries QUERIES = Queries.of(Tables.class);

  private Tables() {}

  private record Digest(String table, String statement) {}

  /** A table that is missing on one side is different. */
  public static TableComparison compare(Connection source, Connection target) throws SQLException {
    var before = digests(source);
    var after = digests(target);
    var names = new java.util.TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    var different =
        names.stream()
            .filter(
                name ->
                    !before
                        .getOrDefault(name, "not on the source")
                        .equals(after.getOrDefault(name, "not on the target")))
            .toList();
    return new TableComparison(names.size(), different);
  }

  private static Map<String, String> digests(Connection database) throws SQLException {
    try (var statement = database.createStatement()) {
      // Both sides print values alike, whatever their versions and settings.
      statement.execute("SET extra_float_digits = 3; SET timezone = 'UTC'; SET search_path = ''");
      var digests = new TreeMap<String, String>();
      for (var digest :
          QUERIES.list(
              database, "digests", row -> new Digest(row.getString(1), row.getString(2)))) {
        try (var result = statement.executeQuery(digest.statement())) {
          result.next();
          digests.put(digest.table(), result.getString(1));
        }
      }
      return digests;
    }
  }
}
