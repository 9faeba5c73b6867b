package dev.kahuna.step;

import java.time.Duration;

/**
 * How often and how fast a step's work is repeated while something is unreachable.
 *
 * @param attempts the total number
 * @param first pause after the first attempt; doubles from there, with jitter
 * @param longest pause
 * @param everything whether to repeat also after failures that the operator or a developer must
 *     fix: for work that must not be given up, such as an undo
 */
public record Retries(int attempts, Duration first, Duration longest, boolean everything) {
  /** Repeats only when something is unreachable. */
  public Retries(int attempts, Duration first, Duration longest) {
    this(attempts, first, longest, false);
  }

  /** About five minutes: what clouds, networks and restarts usually take to come back. */
  static final Retries PATIENT = new Retries(12, Duration.ofMillis(500), Duration.ofSeconds(30));

  /**
   * About a day, for work that takes hours and continues where it stopped: a network that is gone
   * for a night must not need the operator.
   */
  public static final Retries LASTING =
      new Retries(2880, Duration.ofMillis(500), Duration.ofSeconds(30));

  /**
   * For a step that watches: about a month, whatever goes wrong, since nobody watches in its place.
   */
  public static final Retries WATCHING =
      new Retries(100_000, Duration.ofMillis(500), Duration.ofSeconds(30), true);

  /** Quick and many: inside a window the budget ends them. */
  public static final Retries IN_WINDOW =
      new Retries(1000, Duration.ofMillis(100), Duration.ofSeconds(1));

  /** Half a day, whatever goes wrong: never give up an app that is down. */
  public static final Retries ENDURING =
      new Retries(10_000, Duration.ofMillis(100), Duration.ofSeconds(5), true);

  /** For how long about a step's work is repeated, its own time not counted. */
  public Duration patience() {
    return longest.multipliedBy(attempts);
  }
}
