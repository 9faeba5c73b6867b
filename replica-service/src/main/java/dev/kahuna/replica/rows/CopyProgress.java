package dev.kahuna.replica.rows;

import dev.kahuna.replica.rows.CopyJournal.Amount;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the plan is copied, in bytes on the source's disk. A finished chunk counts in full.
 * Until then its share is estimated from the bytes that have passed, scaled by the ratio of bytes
 * on disk to bytes copied in the table's finished chunks.
 */
final class CopyProgress {
  private static final int TABLES_SHOWN = 20;

  private final Map<String, TableProgress> tables = new LinkedHashMap<>();
  private final AtomicLong furthest = new AtomicLong();
  private final long bytes;

  /**
   * @param plan the largest table first
   */
  CopyProgress(Collection<RowChunk> plan) {
    for (var chunk : plan) {
      tables
          .computeIfAbsent(chunk.from().quoted(), name -> new TableProgress(chunk.from()))
          .plan(chunk);
    }
    bytes = plan.stream().mapToLong(RowChunk::bytes).sum();
  }

  /** Some rows of a chunk have passed. */
  void passed(RowChunk chunk, long bytesOnTheWay) {
    table(chunk).passed(chunk, bytesOnTheWay);
  }

  /** A chunk is committed on the target. */
  void done(RowChunk chunk, Amount amount) {
    table(chunk).done(chunk, amount);
  }

  private TableProgress table(RowChunk chunk) {
    return Objects.requireNonNull(tables.get(chunk.from().quoted()));
  }

  /** Never decreases, though an estimate may. */
  Progress now() {
    var done = tables.values().stream().mapToLong(TableProgress::bytes).sum();
    return new Progress(furthest.accumulateAndGet(done, Math::max), bytes, "bytes");
  }

  RowsCopied sample(Instant at, String step) {
    var all = tables.values();
    return new RowsCopied(
        at,
        step,
        all.size(),
        Math.toIntExact(all.stream().filter(TableProgress::isDone).count()),
        all.stream().mapToInt(TableProgress::chunks).sum(),
        all.stream().mapToInt(TableProgress::chunksDone).sum(),
        all.stream().mapToLong(TableProgress::rows).sum(),
        all.stream()
            .filter(TableProgress::isUnderWay)
            .map(TableProgress::sample)
            .sorted(Comparator.comparingLong(RowsCopied.Table::totalBytes).reversed())
            .limit(TABLES_SHOWN)
            .toList());
  }
}
