package dev.kahuna.event;

/** A numbered attempt of a series; numbers start at 1. */
public record Attempt(AttemptSeries series, int number) {
  /** Refuses numbers below 1. */
  public Attempt {
    if (number < 1) {
      throw new IllegalArgumentException(
          "The attempt number of %s must be at least 1, not %d.".formatted(series.name(), number));
    }
  }
}
