package dev.kahuna.replica.copy;

import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.Rejected;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Automates the runbook's section "data": every row, from the standby that stands at the point
 * where the slot begins. Some tables at a time, the largest first; what an earlier try copied
 * stays.
 *
 * <p>It works as long as it takes, and ends when it is interrupted. Nothing is lost then but the
 * tables that were under way.
 *
 * @param atATime how many tables are copied at a time
 * @param telemetry takes the migration's id and a sample
 */
public record CopyData(
    CopyEnds ends, int atATime, BiConsumer<String, Telemetry> telemetry, Clock clock) {
  /** The name of the step. */
  public static final String NAME = "copy-data";

  private static final Queries QUERIES = Queries.of(CopyData.class);

  private record Pair(CopyableTable from, CopyableTable to) {}

  private record Copied(long rows, long bytes) {}

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    var pairs = pairs(migration);
    var progress = new CopyProgress(pairs.stream().map(Pair::from).toList());
    copyAll(migration, pairs, progress);
    try (var target = ends.target(migration)) {
      var copied =
          QUERIES.list(target, "copied", row -> new Copied(row.getLong(3), row.getLong(4)));
      return StepOutcome.done(
          new DataCopied(
              copied.size(),
              copied.stream().mapToLong(Copied::rows).sum(),
              copied.stream().mapToLong(Copied::bytes).sum()));
    }
  }

  private List<Pair> pairs(Migration migration) throws SQLException {
    try (var standby = ends.standby(migration);
        var target = ends.target(migration)) {
      CopyEnds.checkFrozen(standby, migration);
      var there = CopyableTable.of(target);
      return CopyableTable.of(standby).stream().map(table -> pair(table, there)).toList();
    }
  }

  private static Pair pair(CopyableTable table, List<CopyableTable> there) {
    return there.stream()
        .filter(table::isNamedAs)
        .findFirst()
        .map(to -> new Pair(table, to))
        .orElseThrow(
            () ->
                new Rejected(
                    "The target has no table %s to copy into: somebody has changed its schema."
                        .formatted(table.quoted())));
  }

  private void copyAll(Migration migration, List<Pair> pairs, CopyProgress progress)
      throws Exception {
    var open = new ConcurrentLinkedQueue<>(pairs);
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      var ended = new ExecutorCompletionService<Void>(workers);
      try {
        for (int i = 0; i < atATime; i++) {
          ended.submit(() -> work(migration, open, progress));
        }
        for (int left = atATime; left > 0; ) {
          var one = ended.poll(1, TimeUnit.SECONDS);
          report(migration, progress.now(), pairs.size() - open.size(), pairs.size());
          if (one != null) {
            one.get();
            left--;
          }
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } finally {
        // Interrupts what still runs; those connections break, and their transactions with them.
        workers.shutdownNow();
      }
    }
  }

  private Void work(Migration migration, Queue<Pair> open, CopyProgress progress)
      throws SQLException {
    try (var standby = ends.standby(migration);
        var target = ends.target(migration)) {
      var copy = new TableCopy(migration, standby, target);
      for (var pair = open.poll(); pair != null; pair = open.poll()) {
        var table = pair.from();
        copy.copy(table, pair.to(), bytes -> progress.passed(table, bytes));
        progress.done(table);
      }
    }
    return null;
  }

  private void report(Migration migration, Progress progress, int begun, int tables) {
    telemetry.accept(
        migration.id(),
        new StepReported(
            clock.instant(),
            NAME,
            "copying rows, %d of %d tables begun or done".formatted(begun, tables),
            Optional.of(progress)));
  }
}
