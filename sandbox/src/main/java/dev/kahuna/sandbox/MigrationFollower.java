package dev.kahuna.sandbox;

import dev.kahuna.log.EventCodec;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.log.LogFollower;
import dev.kahuna.operator.log.LogFollower.Seen;
import dev.kahuna.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Follows one migration as any outsider can, and knows at each moment how it stands. */
public final class MigrationFollower implements AutoCloseable {
  private final String id;
  private final Listener listener;
  private final LogFollower log;
  private final Thread thread;
  private Migration migration;

  /** Is told of everything new, in one thread. */
  public interface Listener {
    /** A new fact; {@code now} is the migration with it. */
    void fact(LoggedEvent fact, Migration now);

    /** A sample. */
    void sample(Telemetry sample);
  }

  /** Begins with the oldest record. */
  public MigrationFollower(String bootstrapServers, String id, Listener listener) {
    this.id = id;
    this.listener = listener;
    this.migration = Migration.of(id);
    this.log =
        new LogFollower(
            Map.of("bootstrap.servers", bootstrapServers),
            new EventCodec(),
            Optional.of(Instant.EPOCH));
    this.thread = Thread.ofPlatform().daemon().name("follower").start(() -> log.follow(this::take));
  }

  private void take(Seen seen) {
    switch (seen) {
      case Seen.Fact(var fact, var now) when now.id().equals(id) -> {
        synchronized (this) {
          migration = now;
          notifyAll();
        }
        listener.fact(fact, now);
      }
      case Seen.Sample(var whose, var sample) when whose.equals(id) -> listener.sample(sample);
      case Seen.Fact _, Seen.Sample _ -> {}
    }
  }

  /** The migration as it stands. */
  public synchronized Migration migration() {
    return migration;
  }

  /**
   * Waits until the migration stands as wanted.
   *
   * @throws TimeoutException if it does not within the time
   */
  public synchronized Migration await(Duration limit, Predicate<Migration> wanted)
      throws InterruptedException, TimeoutException {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!wanted.test(migration)) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new TimeoutException(
            "%s got no further within %d s".formatted(migration, limit.toSeconds()));
      }
      wait(left);
    }
    return migration;
  }

  @Override
  public void close() {
    log.stop();
    try {
      if (thread.join(Duration.ofSeconds(5))) {
        log.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
