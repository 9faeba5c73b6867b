package dev.kahuna.replica.copy;

import dev.kahuna.telemetry.Progress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of the tables is copied, in bytes as they take on disk: a table counts whole when it is
 * done, and before that as far as rows have passed.
 */
final class CopyProgress {
  private final List<CopyableTable> tables;
  private final Map<CopyableTable, Long> copied = new ConcurrentHashMap<>();

  CopyProgress(List<CopyableTable> tables) {
    this.tables = tables;
  }

  void passed(CopyableTable table, long bytes) {
    copied.merge(table, bytes, (a, b) -> Math.min(a + b, table.bytes()));
  }

  void done(CopyableTable table) {
    copied.put(table, table.bytes());
  }

  Progress now() {
    var all = tables.stream().mapToLong(CopyableTable::bytes).sum();
    return new Progress(copied.values().stream().mapToLong(Long::longValue).sum(), all, "bytes");
  }
}
