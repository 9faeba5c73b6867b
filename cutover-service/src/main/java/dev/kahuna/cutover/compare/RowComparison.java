package dev.kahuna.cutover.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a chunk row by row. Both servers send key and hash of each row in the same order, so
 * only differing rows are kept. Once {@link #PART} of them have come together, they are judged, and
 * the chunk is read on from there.
 */
final class RowComparison {
  /** How many differing rows are kept at most. */
  static final int PART = 10_000;

  /** How often a row is read that changes each time; less often where that reads a whole table. */
  private static final int LOOKS = 10;

  private static final int LOOKS_AT_WHOLE_TABLE = 5;

  private final Sides sides;
  private final int rowsOfPart;

  /**
   * The result of a comparison.
   *
   * @param different rows that are proven to differ, by key; after the first ones the chunk is not
   *     read on
   * @param unjudged keys of rows that changed each time they were read
   */
  record Verdict(Map<String, String> different, Set<String> unjudged) {}

  /**
   * Rows that differed when the chunk was read.
   *
   * @param end hash of the last key that was compared
   * @param more whether the chunk goes on
   */
  private record Part(Set<String> suspects, String end, boolean more) {}

  private record Look(Map<String, String> different, Set<String> changing) {}

  RowComparison(Sides sides) {
    this(sides, PART);
  }

  RowComparison(Sides sides, int rowsOfPart) {
    this.sides = sides;
    this.rowsOfPart = rowsOfPart;
  }

  /** Compares until the first rows that are proven to differ, or to the chunk's end. */
  Verdict look(Chunk chunk) throws Exception {
    var unjudged = new TreeSet<String>();
    var part = new Part(Set.of(), "", true);
    while (part.more()) {
      part = suspects(chunk, part.end());
      var verdict = settle(chunk, part.suspects());
      unjudged.addAll(verdict.unjudged());
      if (!verdict.different().isEmpty()) {
        return new Verdict(verdict.different(), unjudged);
      }
    }
    return new Verdict(Map.of(), unjudged);
  }

  private Part suspects(Chunk chunk, String after) throws Exception {
    return sides.atOnce(
        () -> {
          try (var here = sides.source().rows(chunk, after);
              var there = sides.target().rows(chunk, after);
              var ours = here.executeQuery();
              var theirs = there.executeQuery()) {
            return merge(ours, theirs);
          }
        });
  }

  private Part merge(ResultSet ours, ResultSet theirs) throws SQLException {
    var suspects = new HashSet<String>();
    var end = "";
    var here = ours.next();
    var there = theirs.next();
    while ((here || there) && suspects.size() < rowsOfPart) {
      var order = order(ours, here, theirs, there);
      var first = order > 0 ? theirs : ours;
      if (order != 0 || !ours.getString(3).equals(theirs.getString(3))) {
        suspects.add(first.getString(2));
      }
      end = first.getString(1);
      here = order <= 0 ? ours.next() : here;
      there = order >= 0 ? theirs.next() : there;
    }
    return new Part(suspects, end, here || there);
  }

  private static int order(ResultSet ours, boolean here, ResultSet theirs, boolean there)
      throws SQLException {
    if (!here || !there) {
      return here ? -1 : 1;
    }
    return ours.getString(1).compareTo(theirs.getString(1));
  }

  /** A row differs if it does so twice in succession: it may change and change back in between. */
  private Verdict settle(Chunk chunk, Set<String> suspects) throws Exception {
    var different = new TreeMap<String, String>();
    var before = Map.<String, String>of();
    Collection<String> open = suspects;
    for (var look = 0; look < looks(chunk) && !open.isEmpty(); look++) {
      var seen = look(chunk, open);
      var once = new TreeMap<String, String>();
      for (var row : seen.different().entrySet()) {
        (before.containsKey(row.getKey()) ? different : once).put(row.getKey(), row.getValue());
      }
      before = once;
      open = new TreeSet<>(seen.changing());
      open.addAll(once.keySet());
    }
    return new Verdict(different, new TreeSet<>(open));
  }

  private static int looks(Chunk chunk) {
    return chunk.table().hasRanges() ? LOOKS : LOOKS_AT_WHOLE_TABLE;
  }

  private Look look(Chunk chunk, Collection<String> keys) throws Exception {
    var before = new TreeMap<String, String>();
    var there = new TreeMap<String, String>();
    sides.atOnce(
        () -> {
          before.putAll(sides.source().rows(chunk, keys));
          there.putAll(sides.target().rows(chunk, keys));
          return true;
        });
    var after = sides.source().rows(chunk, keys);
    var different = new TreeMap<String, String>();
    var changing = new HashSet<String>();
    for (var key : keys) {
      var theirs = there.get(key);
      if (Objects.equals(theirs, before.get(key)) || Objects.equals(theirs, after.get(key))) {
        continue;
      }
      if (Objects.equals(before.get(key), after.get(key))) {
        different.put(key, kind(before.get(key) != null, theirs != null));
      } else {
        changing.add(key);
      }
    }
    return new Look(different, changing);
  }

  private static String kind(boolean here, boolean there) {
    if (here && there) {
      return "changed";
    }
    return here ? "missing on the target" : "only on the target";
  }

  /** Describes the rows that differ, a few of them by their key. */
  static String words(Chunk chunk, Map<String, String> different) {
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

  /** A key for the operator. */
  static String shown(String key) {
    return key.length() <= 80 ? key : key.substring(0, 80) + "...";
  }
}
