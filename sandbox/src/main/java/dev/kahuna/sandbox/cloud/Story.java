package dev.kahuna.sandbox.cloud;

import dev.kahuna.operator.console.Screen;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Says what the sandbox does, a line each, beside what the migration says of itself. */
public final class Story {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Screen screen;
  private final long begun = System.nanoTime();

  public Story(Screen screen) {
    this.screen = screen;
  }

  /** One line. */
  public synchronized void tell(String sentence) {
    screen.line(TIME.format(LocalTime.now()) + "   " + sentence);
  }

  /** Where it is told. */
  public Screen screen() {
    return screen;
  }

  /** Seconds since the beginning. */
  public double seconds() {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
  }
}
