package dev.kahuna.cutover.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Repeats a query for a while within one run of a step, so a change is seen within milliseconds and
 * over connections that are already open.
 *
 * @param first pause between two queries; each further pause is longer by half
 * @param longest pause
 * @param limit of the whole
 */
public record Poll(Duration first, Duration longest, Duration limit) {
  /** For a database over an open connection. */
  public static final Poll DATABASE =
      new Poll(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(7));

  /** For Heroku, which limits the number of calls. */
  public static final Poll HEROKU =
      new Poll(Duration.ofMillis(40), Duration.ofMillis(700), Duration.ofSeconds(7));

  /** The awaited condition. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns whether the condition came true in time. */
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
