package dev.kahuna.monitor.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * How many samples in a row were good. Without a fresh sample the streak ends, since an old sample
 * proves nothing about the present. Immutable.
 */
public record Streak(int length, Instant newest) {

  public static final Streak NONE = new Streak(0, Instant.MIN);
  private static final Duration FRESH = Duration.ofSeconds(5);

  public Streak with(boolean good, Instant at) {
    if (at.isBefore(newest)) {
      return this;
    }
    return new Streak(good ? at(at) + 1 : 0, at);
  }

  /** Its length at that moment. */
  public int at(Instant now) {
    return newest.equals(Instant.MIN) || newest.plus(FRESH).isBefore(now) ? 0 : length;
  }
}
