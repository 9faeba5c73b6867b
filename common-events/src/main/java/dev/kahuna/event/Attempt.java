package dev.kahuna.event;

/** A numbered try of a course; numbers start at 1. */
public record Attempt(AttemptSeries course, int number) {
  /** Refuses numbers below 1. */
  public Attempt {
    if (number < 1) {
      throw new IllegalArgumentException(
          "attempt of %s must be 1 or more, not %d".formatted(course.name(), number));
    }
  }
}
