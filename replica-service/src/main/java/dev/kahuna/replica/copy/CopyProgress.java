package dev.kahuna.replica.copy;

import dev.kahuna.telemetry.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of the plan is copied, in bytes as they take on disk: a chunk counts whole when it is
 * done, and before that as far as rows have passed.
 */
final class CopyProgress {
  private final List<Chunk> plan;
  private final Map<Chunk, Long> copied = new ConcurrentHashMap<>();
  private final Map<CopyableTable, Integer> open = new ConcurrentHashMap<>();
  private final int tables;

  CopyProgress(List<Chunk> plan) {
    this.plan = plan;
    plan.forEach(chunk -> open.merge(chunk.from(), 1, Integer::sum));
    this.tables = open.size();
  }

  void passed(Chunk chunk, long bytes) {
    copied.merge(chunk, bytes, (a, b) -> Math.min(a + b, chunk.bytes()));
  }

  void done(Collection<Chunk> chunks) {
    for (var chunk : chunks) {
      copied.put(chunk, chunk.bytes());
      open.computeIfPresent(chunk.from(), (table, left) -> left == 1 ? null : left - 1);
    }
  }

  Progress now() {
    var all = plan.stream().mapToLong(Chunk::bytes).sum();
    return new Progress(copied.values().stream().mapToLong(Long::longValue).sum(), all, "bytes");
  }

  String sentence() {
    return "copying rows, %d of %d tables done".formatted(tables - open.size(), tables);
  }
}
