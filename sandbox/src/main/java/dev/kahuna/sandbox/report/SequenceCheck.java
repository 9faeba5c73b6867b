package dev.kahuna.sandbox.report;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds sequences of the target that could give a value which is in use or was given before. */
public final class SequenceCheck {
  private static final Queries QUERIES = Queries.of(SequenceCheck.class);

  private SequenceCheck() {}

  private record Sequence(String name, int direction, long last, String extremeInUse) {
    boolean isBehind(long value) {
      return direction > 0 ? last < value : last > value;
    }
  }

  /** Names of the target's sequences that are behind the source or behind their own column. */
  public static List<String> behind(Connection source, Connection target) throws SQLException {
    Map<String, Sequence> given =
        all(source).stream().collect(Collectors.toMap(Sequence::name, Function.identity()));
    // Extremes first: what is in use then was given before, however much the app goes on writing.
    var inUse = new HashMap<String, Long>();
    for (var sequence : all(target)) {
      extreme(target, sequence).ifPresent(value -> inUse.put(sequence.name(), value));
    }
    var behind = new ArrayList<String>();
    for (var sequence : all(target)) {
      var before = given.get(sequence.name());
      var extreme = inUse.get(sequence.name());
      if ((before != null && sequence.isBehind(before.last()))
          || (extreme != null && sequence.isBehind(extreme))) {
        behind.add(sequence.name());
      }
    }
    return behind;
  }

  private static List<Sequence> all(Connection database) throws SQLException {
    return QUERIES.list(
        database,
        "sequences",
        row -> new Sequence(row.getString(1), row.getInt(2), row.getLong(3), row.getString(4)));
  }

  private static Optional<Long> extreme(Connection target, Sequence sequence) throws SQLException {
    try (var statement = target.createStatement();
        var extreme = statement.executeQuery(sequence.extremeInUse())) {
      extreme.next();
      var value = extreme.getLong(1);
      return extreme.wasNull() ? Optional.empty() : Optional.of(value);
    }
  }
}
