package dev.kahuna.cutover.compare;

import dev.kahuna.cutover.database.Connections;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Unread;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Compares both databases after the fence, for a share of the window's budget: small tables row by
 * row, larger ones by their count and newest rows. A difference undoes the window.
 */
public final class Verification {
  private static final long WORTH_ONE_CONNECTION = 16L << 20;
  private static final String CANCELED = "57014";

  /** A sixth of the budget; the rest is for the steps that bring the app back. */
  private static final int SHARE = 6;

  private static final Duration LONGEST = Duration.ofSeconds(4);

  private final CutoverDatabases databases;
  private final SameSchema sameSchema;

  /** How much of a table is read. */
  private enum Depth {
    WHOLE,
    COUNT_AND_LAST,
    LAST,
    NONE
  }

  private record Task(Table table, Depth depth) {}

  /**
   * The open and the finished work, shared by the connections that compare.
   *
   * @param end by {@link System#nanoTime}
   * @param partly tables that were not compared whole
   * @param leftOut tables that were not compared
   */
  private record Work(
      Queue<Task> tasks,
      long end,
      LongAdder tables,
      LongAdder rows,
      Queue<String> partly,
      Queue<String> leftOut) {
    Duration left() {
      return Duration.ofNanos(end - System.nanoTime());
    }
  }

  /**
   * @param sameSchema that of the opening, which knows how long a look takes
   */
  public Verification(CutoverDatabases databases, SameSchema sameSchema) {
    this.databases = databases;
    this.sameSchema = sameSchema;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var end = System.nanoTime() + allowed(migration.get(CutoverStarted.class, leg)).toNanos();
    var differs =
        sameSchema.differenceWithin(
            allowed(migration.get(CutoverStarted.class, leg)).dividedBy(2), migration, leg);
    if (differs.isPresent()) {
      throw new Rejected("The schema was changed since the window opened: " + differs.get());
    }
    try (var servers = databases.both(migration, leg)) {
      var tables =
          CatalogDifference.none(servers.get(0), servers.get(1), ReplicationEnd.name(leg)).stream()
              .filter(table -> !table.isOwn())
              .toList();
      var work = work(tables, end);
      if (tables.stream().mapToLong(Table::bytes).sum() <= WORTH_ONE_CONNECTION) {
        compare(servers, work);
      } else {
        Parallel.map(List.of(1, 2, 3), _ -> compareApart(migration, leg, work));
      }
      return StepOutcome.done(
          new DataVerified(
              leg,
              migration.attempt(AttemptSeries.cutover(leg)),
              work.tables().intValue(),
              work.rows().sum(),
              Optional.of(
                  new Unread(
                      work.partly().stream().sorted().toList(),
                      work.leftOut().stream().sorted().toList()))));
    }
  }

  private static Duration allowed(CutoverStarted window) {
    var share = Duration.between(window.startedAt(), window.deadline()).dividedBy(SHARE);
    return share.compareTo(LONGEST) < 0 ? share : LONGEST;
  }

  private static Work work(List<Table> tables, long end) {
    return new Work(
        new ConcurrentLinkedQueue<>(tasks(tables)),
        end,
        new LongAdder(),
        new LongAdder(),
        new ConcurrentLinkedQueue<>(),
        new ConcurrentLinkedQueue<>());
  }

  /** The smallest tables come first, so that most are compared whole. */
  private static List<Task> tasks(List<Table> tables) {
    var tasks = new ArrayList<Task>();
    var bytes = 0L;
    for (var table : tables) {
      bytes += table.bytes();
      tasks.add(new Task(table, depth(table, bytes)));
    }
    return tasks;
  }

  private static Depth depth(Table table, long bytesSoFar) {
    if (table.bytes() <= 16L << 20 && bytesSoFar <= 64L << 20) {
      return Depth.WHOLE;
    }
    var countable = table.bytes() <= 64L << 20 && bytesSoFar <= 256L << 20;
    if (countable) {
      return Depth.COUNT_AND_LAST;
    }
    return table.hasRanges() ? Depth.LAST : Depth.NONE;
  }

  private boolean compareApart(Migration migration, Leg leg, Work work) throws Exception {
    try (var servers = databases.both(migration, leg)) {
      compare(servers, work);
      return true;
    }
  }

  private static void compare(Connections servers, Work work) throws Exception {
    for (var task = work.tasks().poll(); task != null; task = work.tasks().poll()) {
      var left = work.left();
      if (task.depth() == Depth.NONE || left.toMillis() <= 0) {
        work.leftOut().add(task.table().full());
      } else {
        compare(new QuietComparison(servers.get(0), servers.get(1), left), task, work);
      }
    }
  }

  private static void compare(QuietComparison comparison, Task task, Work work) throws Exception {
    var table = task.table();
    try {
      if (task.depth() == Depth.WHOLE) {
        work.rows().add(comparison.whole(table));
        work.tables().increment();
        return;
      }
      if (task.depth() == Depth.COUNT_AND_LAST) {
        comparison.counted(table);
      }
      if (table.hasRanges()) {
        comparison.last(table);
      }
      work.partly().add(table.full());
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        throw e;
      }
      work.leftOut().add(table.full());
    }
  }
}
