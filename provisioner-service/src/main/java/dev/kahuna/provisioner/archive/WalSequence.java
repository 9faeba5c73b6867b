package dev.kahuna.provisioner.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The WAL from a base backup's first segment on, as a recovery would read it: along its timeline,
 * and from there along the next one where that begins.
 *
 * @param found the segments that the archive has, in order
 * @param gaps the segments that the archive lacks
 * @param lost other reasons why a recovery could not follow, a sentence each
 */
public record WalSequence(List<ArchivedObject> found, List<Gap> gaps, List<String> lost) {
  private static final Pattern SEGMENT = Pattern.compile("([0-9A-F]{24})(\\.[a-z0-9]+)?");
  private static final Pattern HISTORY = Pattern.compile("([0-9A-F]{8})\\.history(\\.[a-z0-9]+)?");
  private static final int HEX = 16;

  /** Segments that follow each other and are missing. */
  public record Gap(WalSegment first, WalSegment last) {
    /** How many. */
    public long length() {
      return last.number() - first.number() + 1;
    }
  }

  /** The contents of the archive, sorted. */
  private static final class Shelf {
    private final NavigableMap<Integer, NavigableMap<Long, ArchivedObject>> timelines =
        new TreeMap<>();
    private final Set<Integer> histories = new HashSet<>();

    Shelf(Collection<ArchivedObject> objects) {
      for (var object : objects) {
        var segment = SEGMENT.matcher(object.name());
        var history = HISTORY.matcher(object.name());
        if (segment.matches()) {
          WalSegment.named(segment.group(1))
              .ifPresent(
                  named ->
                      timelines
                          .computeIfAbsent(named.timeline(), t -> new TreeMap<>())
                          .put(named.number(), object));
        } else if (history.matches()) {
          histories.add(Integer.parseInt(history.group(1), HEX));
        }
      }
    }

    NavigableMap<Long, ArchivedObject> of(int timeline) {
      return timelines.getOrDefault(timeline, new TreeMap<>());
    }

    Optional<Integer> after(int timeline) {
      return Optional.ofNullable(timelines.higherKey(timeline));
    }
  }

  /**
   * The sequence from a segment to the newest one.
   *
   * @param objects everything under {@code wal_005}, in any order
   */
  public static WalSequence from(WalSegment start, Collection<ArchivedObject> objects) {
    var shelf = new Shelf(objects);
    var found = new ArrayList<ArchivedObject>();
    var gaps = new ArrayList<Gap>();
    var lost = new ArrayList<String>();
    var timeline = start.timeline();
    var at = start.number();
    for (var next = shelf.after(timeline); next.isPresent(); next = shelf.after(timeline)) {
      var begins = shelf.of(next.get()).firstKey();
      if (begins < at) {
        lost.add(
            "timeline %d begins at %s, before the base backup does"
                .formatted(next.get(), new WalSegment(next.get(), begins).name()));
        return new WalSequence(List.copyOf(found), List.copyOf(gaps), List.copyOf(lost));
      }
      if (!shelf.histories.contains(next.get())) {
        lost.add("the file %08X.history is missing".formatted(next.get()));
      }
      take(shelf.of(timeline), timeline, at, begins, found, gaps);
      timeline = next.get();
      at = begins;
    }
    var last = shelf.of(timeline);
    var end = last.isEmpty() ? at + 1 : Math.max(at, last.lastKey()) + 1;
    take(last, timeline, at, end, found, gaps);
    return new WalSequence(List.copyOf(found), List.copyOf(gaps), List.copyOf(lost));
  }

  private static void take(
      NavigableMap<Long, ArchivedObject> there,
      int timeline,
      long from,
      long until,
      List<ArchivedObject> found,
      List<Gap> gaps) {
    var next = from;
    for (var segment : there.subMap(from, until).entrySet()) {
      addGap(timeline, next, segment.getKey(), gaps);
      found.add(segment.getValue());
      next = segment.getKey() + 1;
    }
    addGap(timeline, next, until, gaps);
  }

  private static void addGap(int timeline, long from, long until, List<Gap> gaps) {
    if (from < until) {
      gaps.add(new Gap(new WalSegment(timeline, from), new WalSegment(timeline, until - 1)));
    }
  }
}
