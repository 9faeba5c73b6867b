package dev.kahuna.cutover.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks again and again for a while, within one run of a step: to come back in milliseconds, over
 * connections that are open already.
 *
 * @param first pause between two questions; each is half as long again as the one before
 * @param longest pause
 * @param limit of the whole
 */
public record Poll(Duration first, Duration longest, Duration limit) {
  /** A database over an open connection. */
  public static final Poll DATABASE =
      new Poll(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(7));

  /** Heroku, whose calls are counted. */
  public static final Poll HEROKU =
      new Poll(Duration.ofMillis(40), Duration.ofMillis(700), Duration.ofSeconds(7));

  /** What is waited for. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Whether it came to hold in time. */
  public boolean until(Condition condition) throws Exception {
    var end = System.nanoTime() + limit.toNanos();
    var pause = first.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() + pause > end) {
        return false;
      }
      pause(pause);
      pause = Math.min(pause * 3 / 2, longest.toNanos());
    }
    return true;
  }

  private static void pause(long nanos) throws InterruptedException {
    var never = new CountDownLatch(1);
    var unused = never.await(nanos, TimeUnit.NANOSECONDS);
  }
}
