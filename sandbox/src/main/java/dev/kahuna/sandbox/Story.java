package dev.kahuna.sandbox;

import java.io.PrintStream;
import java.time.Duration;

/** Says what goes on, a line each, with the seconds since the beginning. */
final class Story {
  private final PrintStream out;
  private final long begun = System.nanoTime();

  Story(PrintStream out) {
    this.out = out;
  }

  /** One line. */
  synchronized void tell(String sentence) {
    out.printf("%6.1f s  %s%n", seconds(), sentence);
  }

  /** Seconds since the beginning. */
  double seconds() {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
  }
}
