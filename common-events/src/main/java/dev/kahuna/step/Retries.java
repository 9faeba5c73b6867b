package dev.kahuna.step;

import java.time.Duration;

/**
 * How often and how fast a step's work is repeated when something is out of reach.
 *
 * @param attempts tries in all
 * @param first pause after the first try; doubles from there, with jitter
 * @param longest pause
 */
public record Retries(int attempts, Duration first, Duration longest) {
  /** About five minutes: what clouds, networks and restarts usually take to come back. */
  public static final Retries PATIENT =
      new Retries(12, Duration.ofMillis(500), Duration.ofSeconds(30));

  /** Quick and many: inside a window it is the budget that ends them. */
  public static final Retries IN_WINDOW =
      new Retries(1000, Duration.ofMillis(100), Duration.ofSeconds(1));
}
