package dev.kahuna.replica.schema;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sizes of indexes on disk in bytes, by the key of the entry that creates the index. */
public final class IndexSizes {
  private static final Queries QUERIES = Queries.of(IndexSizes.class);

  private record Size(String schema, String name, long bytes) {
    /** The entry of an index is either the index itself or its constraint. */
    Stream<Map.Entry<String, Long>> byKey() {
      return Stream.of("INDEX", "CONSTRAINT")
          .map(type -> Map.entry(new SchemaEntry(type, schema, name, 1, "").key(), bytes));
    }
  }

  private IndexSizes() {}

  public static Map<String, Long> of(Connection database) throws SQLException {
    return QUERIES
        .list(
            database,
            "index-sizes",
            row -> new Size(row.getString(1), row.getString(2), row.getLong(3)))
        .stream()
        .flatMap(Size::byKey)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
  }
}
