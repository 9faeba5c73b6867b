package dev.kahuna.replica.subscription;

import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The progress of a subscription's own copy, in bytes on the source's disk. For a table under way
 * the target's server reports how many rows have passed, and the source's statistics tell how many
 * there are.
 */
final class SubscriptionProgress {
  private static final String READY = "r";

  /** A worker has copied the rows; the table must still catch up with the others. */
  private static final List<String> COPIED = List.of("f", "s", READY);

  private static final int TABLES_SHOWN = 20;

  private final List<Published> published;
  private Map<String, Subscribed> subscribed = Map.of();
  private long furthest;

  /**
   * A table on the source.
   *
   * @param rows as the planner estimates; 0 if unknown
   */
  record Published(String name, long bytes, long rows) {}

  /**
   * A table on the target.
   *
   * @param state as {@code pg_subscription_rel} has it: {@code i} waiting, {@code d} copying,
   *     {@code f}, {@code s} copied, {@code r} following
   * @param passed rows that the copy under way has seen
   * @param number of rows on the target, according to its statistics
   */
  record Subscribed(String name, String state, long passed, long rows, long bytes) {
    boolean isCopied() {
      return COPIED.contains(state);
    }
  }

  /**
   * @param published the largest table first
   */
  SubscriptionProgress(List<Published> published) {
    this.published = published;
  }

  /** Takes over a newer state of the target. */
  void update(List<Subscribed> look) {
    subscribed = look.stream().collect(Collectors.toMap(Subscribed::name, Function.identity()));
    var done = published.stream().mapToLong(this::bytes).sum();
    furthest = Math.max(furthest, done);
  }

  /** Whether every table follows the source. */
  boolean isReady() {
    return subscribed.values().stream().allMatch(table -> table.state().equals(READY));
  }

  int tables() {
    return subscribed.size();
  }

  /** Rows committed on the target. */
  long rows() {
    return subscribed.values().stream()
        .filter(Subscribed::isCopied)
        .mapToLong(Subscribed::rows)
        .sum();
  }

  long bytesOnTarget() {
    return subscribed.values().stream().mapToLong(Subscribed::bytes).sum();
  }

  /** Never decreases, even if a table's copy restarts. */
  Progress now() {
    var total = published.stream().mapToLong(Published::bytes).sum();
    return new Progress(furthest, total, "bytes");
  }

  /** Every table is one chunk: it is copied whole or not at all. */
  RowsCopied sample(Instant at, String step) {
    var copied = (int) subscribed.values().stream().filter(Subscribed::isCopied).count();
    return new RowsCopied(
        at,
        step,
        tables(),
        copied,
        tables(),
        copied,
        rows(),
        published.stream()
            .filter(this::isUnderWay)
            .limit(TABLES_SHOWN)
            .map(table -> new RowsCopied.Table(table.name(), bytes(table), table.bytes(), 0, 1, 0))
            .toList());
  }

  private boolean isUnderWay(Published table) {
    var there = subscribed.get(table.name());
    return there != null && !there.isCopied() && there.passed() > 0;
  }

  private long bytes(Published table) {
    var there = subscribed.get(table.name());
    if (there == null || there.isCopied()) {
      return there == null ? 0 : table.bytes();
    }
    var share = (double) there.passed() / Math.max(1, Math.max(table.rows(), there.passed()));
    return (long) (share * table.bytes());
  }
}
