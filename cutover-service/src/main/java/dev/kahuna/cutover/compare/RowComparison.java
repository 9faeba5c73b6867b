package dev.kahuna.cutover.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares a chunk row by row. Both servers send key and hash of each row in the same order, so
 * only differing rows are kept, and at most {@link #LIMIT} of them.
 */
final class RowComparison {
  /** How many differing rows are kept at most. */
  static final int LIMIT = 1000;

  private final ChunkReader source;
  private final ChunkReader target;
  private final Replicated replicated;

  /**
   * The result of a comparison.
   *
   * @param different rows that are proven to differ, by key
   * @param changing how many rows changed while they were read
   */
  record Verdict(Map<String, String> different, int changing) {}

  RowComparison(ChunkReader source, ChunkReader target, Replicated replicated) {
    this.source = source;
    this.target = target;
    this.replicated = replicated;
  }

  /** Compares twice, since a row may change and change back during one comparison. */
  Verdict look(KeyChunk chunk) throws Exception {
    var first = settle(chunk, suspects(chunk));
    if (first.different().isEmpty()) {
      return first;
    }
    var second = settle(chunk, first.different().keySet());
    return new Verdict(second.different(), first.changing() + second.changing());
  }

  private Set<String> suspects(KeyChunk chunk) throws Exception {
    source.connection().setAutoCommit(false);
    target.connection().setAutoCommit(false);
    try (var here = source.rows(chunk);
        var ours = here.executeQuery()) {
      replicated.await();
      try (var there = target.rows(chunk);
          var theirs = there.executeQuery()) {
        return merge(ours, theirs);
      }
    } finally {
      source.connection().setAutoCommit(true);
      target.connection().setAutoCommit(true);
    }
  }

  private static Set<String> merge(ResultSet ours, ResultSet theirs) throws SQLException {
    var suspects = new HashSet<String>();
    var here = ours.next();
    var there = theirs.next();
    while ((here || there) && suspects.size() < LIMIT) {
      var order = order(ours, here, theirs, there);
      if (order != 0) {
        suspects.add((order < 0 ? ours : theirs).getString(2));
      } else if (!ours.getString(3).equals(theirs.getString(3))) {
        suspects.add(ours.getString(2));
      }
      here = order <= 0 ? ours.next() : here;
      there = order >= 0 ? theirs.next() : there;
    }
    return suspects;
  }

  private static int order(ResultSet ours, boolean here, ResultSet theirs, boolean there)
      throws SQLException {
    if (!here || !there) {
      return here ? -1 : 1;
    }
    return ours.getString(1).compareTo(theirs.getString(1));
  }

  private Verdict settle(KeyChunk chunk, Set<String> keys) throws Exception {
    if (keys.isEmpty()) {
      return new Verdict(Map.of(), 0);
    }
    var before = source.rows(chunk, keys);
    replicated.await();
    var there = target.rows(chunk, keys);
    var after = source.rows(chunk, keys);
    var different = new TreeMap<String, String>();
    var changing = 0;
    for (var key : keys) {
      var theirs = there.get(key);
      if (Objects.equals(theirs, before.get(key)) || Objects.equals(theirs, after.get(key))) {
        continue;
      }
      if (Objects.equals(before.get(key), after.get(key))) {
        different.put(key, kind(before.get(key) != null, theirs != null));
      } else {
        changing++;
      }
    }
    return new Verdict(different, changing);
  }

  private static String kind(boolean here, boolean there) {
    if (here && there) {
      return "changed";
    }
    return here ? "missing on the target" : "only on the target";
  }

  /** Describes the rows that differ, a few of them by their key. */
  static String words(KeyChunk chunk, Map<String, String> different) {
    var named = new ArrayList<String>();
    different.entrySet().stream()
        .limit(5)
        .forEach(row -> named.add("%s %s".formatted(shown(row.getKey()), row.getValue())));
    return "table %s, %s: %s%s"
        .formatted(
            chunk.table().full(),
            chunk.range(),
            String.join(", ", named),
            different.size() > named.size()
                ? " and %d more".formatted(different.size() - named.size())
                : "");
  }

  private static String shown(String key) {
    return key.length() <= 80 ? key : key.substring(0, 80) + "...";
  }
}
