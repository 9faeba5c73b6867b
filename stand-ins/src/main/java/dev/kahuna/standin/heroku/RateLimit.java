package dev.kahuna.standin.heroku;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Heroku's bucket: 4,500 calls, of which 75 come back a minute. */
public final class RateLimit {
  private static final double CAPACITY = 4500;
  private static final double BACK_PER_SECOND = 75 / 60.0;

  private final Clock clock;
  private double tokens = CAPACITY;
  private Instant at;

  RateLimit(Clock clock) {
    this.clock = clock;
    this.at = clock.instant();
  }

  /** Takes one call; false when there is none left. */
  synchronized boolean take() {
    refill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  public synchronized int remaining() {
    refill();
    return (int) tokens;
  }

  /** As if other clients of the account had used up the rest. */
  public synchronized void leave(int calls) {
    refill();
    tokens = calls;
  }

  private void refill() {
    var now = clock.instant();
    var seconds = Math.max(0, Duration.between(at, now).toMillis()) / 1000.0;
    tokens = Math.min(CAPACITY, tokens + seconds * BACK_PER_SECOND);
    at = now;
  }
}
