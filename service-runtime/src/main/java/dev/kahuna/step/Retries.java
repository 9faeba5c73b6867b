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

  /** Quick and many: inside a window the budget ends them. */
  public static final Retries IN_WINDOW =
      new Retries(1000, Duration.ofMillis(100), Duration.ofSeconds(1));

  /** Half a day, whatever goes wrong: never give up an app that is down. */
  public static final Retries ENDURING =
      new Retries(10_000, Duration.ofMillis(100), Duration.ofSeconds(5), true);
}
