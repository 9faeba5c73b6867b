package dev.kahuna.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * How many samples in a row were good. A sample that is older than the limit breaks the row: what
 * was true a while ago says nothing of now. Immutable.
 */
record Streak(int length, Instant newest) {

  static final Streak NONE = new Streak(0, Instant.MIN);
  private static final Duration FRESH = Duration.ofSeconds(5);

  Streak with(boolean good, Instant at) {
    if (at.isBefore(newest)) {
      return this;
    }
    return new Streak(good ? at(at) + 1 : 0, at);
  }

  /** Its length at that moment. */
  int at(Instant now) {
    return newest.equals(Instant.MIN) || newest.plus(FRESH).isBefore(now) ? 0 : length;
  }
}
