package dev.kahuna.monitor.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The state of the migrations being watched, in memory only: a restarted monitor measures again.
 * State that has not been used for a minute is closed: its migration ended, or another instance
 * watches it.
 */
public final class WatchRegistry<S extends AutoCloseable> {

  private static final Duration IDLE = Duration.ofSeconds(60);

  private record Entry<S>(int attempt, S state, Instant usedAt) {}

  private final Map<String, Entry<S>> entries = new ConcurrentHashMap<>();
  private final Clock clock;

  public WatchRegistry(Clock clock) {
    this.clock = clock;
  }

  /** The state of this attempt of the migration; that of an earlier attempt is closed. */
  public S of(String migration, int attempt, Supplier<S> fresh) {
    var entry =
        entries.compute(
            migration,
            (id, known) -> {
              if (known != null && known.attempt() == attempt) {
                return new Entry<>(attempt, known.state(), clock.instant());
              }
              if (known != null) {
                end(known.state());
              }
              return new Entry<>(attempt, fresh.get(), clock.instant());
            });
    return entry.state();
  }

  public Optional<S> find(String migration, int attempt) {
    return Optional.ofNullable(entries.get(migration))
        .filter(entry -> entry.attempt() == attempt)
        .map(Entry::state);
  }

  public void sweep() {
    var oldest = clock.instant().minus(IDLE);
    entries.forEach(
        (migration, entry) -> {
          if (entry.usedAt().isBefore(oldest) && entries.remove(migration, entry)) {
            end(entry.state());
          }
        });
  }

  private static void end(AutoCloseable state) {
    try {
      state.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing the state of a watched migration", e);
    }
  }
}
