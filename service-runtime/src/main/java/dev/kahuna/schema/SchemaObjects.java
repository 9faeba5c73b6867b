package dev.kahuna.schema;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything in the app's schemas that {@code pg_dump --schema-only} prints, from the catalog, in
 * an order in which it can be made. Left out are owners and privileges, event triggers,
 * publications, replica identities, and what is Kahuna's or Heroku's own.
 *
 * @param byKey in the order of their kinds, and within one in that of their creation
 */
record SchemaObjects(Map<String, SchemaObject> byKey) {
  static final Queries SQL = Queries.of(SchemaObjects.class);

  /**
   * Reads them. The session's search path is empty from then on.
   *
   * @param limit of each statement
   */
  static SchemaObjects of(Connection database, Duration limit) throws SQLException {
    SQL.list(database, "pin", row -> row.getString(1), limit.toMillis() + "ms");
    var objects = new LinkedHashMap<String, SchemaObject>();
    for (var kind : ObjectKind.values()) {
      of(database, kind).forEach(object -> objects.put(object.key(), object));
    }
    return new SchemaObjects(objects);
  }

  /** Those of one kind, in a session whose search path is empty. */
  static List<SchemaObject> of(Connection pinned, ObjectKind kind) throws SQLException {
    return SQL.list(
        pinned,
        kind.query(),
        row ->
            new SchemaObject(
                kind,
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
  }

  /** Whether there is that table, or a view of its name. */
  boolean hasParent(String key) {
    return has(key)
        || has(key.replaceFirst("^TABLE ", ObjectKind.VIEW.words() + " "))
        || has(key.replaceFirst("^TABLE ", ObjectKind.MATERIALIZED_VIEW.words() + " "));
  }

  boolean has(String key) {
    return byKey.containsKey(key);
  }
}
