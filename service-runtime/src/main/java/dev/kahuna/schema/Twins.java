package dev.kahuna.schema;

import dev.kahuna.postgres.PostgresFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Has the target print both definitions in its own way, for twins of its own objects, in a
 * transaction that is rolled back. A server prints an expression from what it has parsed, so a
 * definition that came out of a dump may read otherwise than the one that went in, and a later
 * version prints it otherwise than an earlier one.
 *
 * @param target where the twins are made
 */
record Twins(Connection target) {
  private static final String TABLE = "TABLE ";

  /** An object of the source, and the target's of the same name with another text. */
  record Pair(SchemaObject wanted, SchemaObject present) {
    /** What a twin is made of: the view itself, or the object's table. */
    String original() {
      return wanted.kind().isView() ? wanted.name() : wanted.within().substring(TABLE.length());
    }
  }

  /**
   * The pairs that define something else. Where a twin can't be made, a view counts as different;
   * other texts differ in casts and parentheses alone, and count as equal.
   */
  List<Pair> different(List<Pair> pairs) throws SQLException {
    if (pairs.isEmpty()) {
      return List.of();
    }
    target.setAutoCommit(false);
    try {
      var made = new HashSet<Integer>();
      for (int nth = 0; nth < pairs.size(); nth++) {
        var pair = pairs.get(nth);
        if (make(pair, pair.wanted(), 2 * nth) && make(pair, pair.present(), 2 * nth + 1)) {
          made.add(nth);
        }
      }
      var printed = printed(pairs);
      var different = new ArrayList<Pair>();
      for (int nth = 0; nth < pairs.size(); nth++) {
        var pair = pairs.get(nth);
        var isSame =
            made.contains(nth)
                ? text(printed, pair, 2 * nth).equals(text(printed, pair, 2 * nth + 1))
                : !pair.wanted().kind().isView();
        if (!isSame) {
          different.add(pair);
        }
      }
      return List.copyOf(different);
    } finally {
      target.rollback();
      target.setAutoCommit(true);
    }
  }

  private static String twin(int nth) {
    return "\"kahuna_twin_%d\".\"twin\"".formatted(nth);
  }

  private boolean make(Pair pair, SchemaObject object, int nth) throws SQLException {
    var before = target.setSavepoint();
    try (var statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("CREATE SCHEMA kahuna_twin_%d".formatted(nth));
      if (!pair.wanted().kind().isView()) {
        statement.execute("CREATE TABLE %s (LIKE %s)".formatted(twin(nth), pair.original()));
      }
      statement.execute(create(pair, object.create(), nth));
      return true;
    } catch (SQLException e) {
      if (PostgresFailures.isOfServer(e)) {
        throw e;
      }
      target.rollback(before);
      return false;
    }
  }

  /** The statement that makes the object, for the twin. */
  private static String create(Pair pair, String sql, int nth) {
    return switch (pair.wanted().kind()) {
      case VIEW -> put(sql, " VIEW ", pair, nth);
      case MATERIALIZED_VIEW ->
          put(sql, " VIEW ", pair, nth).replaceFirst(";?\\s*$", " WITH NO DATA");
      case INDEX, TRIGGER, POLICY -> put(sql, " ON ", pair, nth);
      case SCHEMA,
          EXTENSION,
          TYPE,
          LABEL,
          ATTRIBUTE,
          DOMAIN,
          SEQUENCE,
          FUNCTION,
          TABLE,
          COLUMN,
          DEFAULT,
          IDENTITY,
          OWNED,
          OPTIONS,
          INHERITANCE,
          PARTITION,
          OTHER,
          NOT_NULL,
          CONSTRAINT,
          STATISTICS,
          RULE,
          ROW_SECURITY,
          COMMENT ->
          put(sql, "ALTER TABLE ", pair, nth);
    };
  }

  private static String put(String sql, String word, Pair pair, int nth) {
    return sql.replace(word + pair.original() + " ", word + twin(nth) + " ");
  }

  /** The twins' objects by the twin and the kind. */
  private Map<String, SchemaObject> printed(List<Pair> pairs) throws SQLException {
    var objects = new HashMap<String, SchemaObject>();
    for (var kind : pairs.stream().map(pair -> pair.wanted().kind()).collect(Collectors.toSet())) {
      SchemaObjects.of(target, kind)
          .forEach(object -> objects.put(kind + " " + place(object), object));
    }
    return objects;
  }

  private static String place(SchemaObject object) {
    return object.kind().isView() ? TABLE + object.name() : object.within();
  }

  private static Optional<String> text(Map<String, SchemaObject> printed, Pair pair, int nth) {
    return Optional.ofNullable(printed.get(pair.wanted().kind() + " " + TABLE + twin(nth)))
        .map(object -> object.definition().replace(twin(nth), pair.original()));
  }
}
