package dev.kahuna.loop;

import dev.kahuna.lease.SessionTiming;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether Kafka has heard from this process recently: within a third of the session time-out, so
 * that two thirds are left for the longest call.
 *
 * <p>What counts is the number of answered heartbeats. After a gap it takes two more: the first
 * answer may say that the session is over, which the polling thread learns a moment later.
 */
final class Heartbeats implements BooleanSupplier {
  private static final int ANSWERS_AFTER_A_GAP = 2;
  private static final int LOOKS_WITHIN_A_SESSION = 60;

  private final long longestSilence;
  private final LongSupplier answered;
  private final LongSupplier nanoTime;
  private long known;
  private long looked;
  private long heard;
  private int wanted;

  /**
   * @param answered how many heartbeats the group's coordinator has answered
   */
  Heartbeats(SessionTiming timing, LongSupplier answered, LongSupplier nanoTime) {
    this.longestSilence = timing.longestSilence().toNanos();
    this.answered = answered;
    this.nanoTime = nanoTime;
    this.known = answered.getAsLong();
    this.looked = nanoTime.getAsLong();
    this.heard = looked;
  }

  /**
   * How often to look, even when there is nothing to do. An answer counts from the look before it
   * was seen, so looks as rare as the heartbeats themselves would add up to a false silence.
   */
  static Duration lookEvery(SessionTiming timing) {
    return timing.session().dividedBy(LOOKS_WITHIN_A_SESSION);
  }

  /** Whether Kafka has heard from this process recently. Call this every {@link #lookEvery}. */
  @Override
  public synchronized boolean getAsBoolean() {
    var now = nanoTime.getAsLong();
    var count = answered.getAsLong();
    if (now - looked > longestSilence || now - heard > longestSilence) {
      wanted = ANSWERS_AFTER_A_GAP;
    }
    if (count > known) {
      wanted = Math.max(0, wanted - 1);
      known = count;
      // It came after the last check; nothing later is certain.
      heard = looked;
    }
    looked = now;
    return wanted == 0;
  }
}
