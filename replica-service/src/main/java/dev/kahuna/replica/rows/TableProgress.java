package dev.kahuna.replica.rows;

import dev.kahuna.replica.rows.CopyJournal.Amount;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import java.util.HashMap;
import java.util.Map;

/** How much of one table is copied. */
final class TableProgress {
  private final CopyableTable table;
  private final Map<RowChunk, Long> passed = new HashMap<>();
  private int chunks;
  private long totalBytes;
  private int chunksDone;
  private long doneBytes;
  private Amount done = new Amount(0, 0);

  TableProgress(CopyableTable table) {
    this.table = table;
  }

  synchronized void plan(RowChunk chunk) {
    chunks++;
    totalBytes += chunk.bytes();
  }

  synchronized void passed(RowChunk chunk, long bytesOnTheWay) {
    passed.merge(chunk, bytesOnTheWay, Long::sum);
  }

  synchronized void done(RowChunk chunk, Amount amount) {
    passed.remove(chunk);
    chunksDone++;
    doneBytes += chunk.bytes();
    done = done.plus(amount);
  }

  synchronized int chunks() {
    return chunks;
  }

  synchronized int chunksDone() {
    return chunksDone;
  }

  synchronized long rows() {
    return done.rows();
  }

  synchronized boolean isDone() {
    return chunksDone == chunks;
  }

  synchronized boolean isUnderWay() {
    return !isDone() && (chunksDone > 0 || !passed.isEmpty());
  }

  /** The copied part, in bytes on the source's disk. */
  synchronized long bytes() {
    var onDisk = done.bytes() > 0 ? (double) doneBytes / done.bytes() : 1;
    return doneBytes
        + passed.entrySet().stream()
            .mapToLong(e -> Math.min((long) (e.getValue() * onDisk), e.getKey().bytes()))
            .sum();
  }

  synchronized RowsCopied.Table sample() {
    return new RowsCopied.Table(
        table.schema() + "." + table.name(), bytes(), totalBytes, rows(), chunks, chunksDone);
  }
}
