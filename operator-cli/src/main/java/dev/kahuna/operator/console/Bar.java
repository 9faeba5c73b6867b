package dev.kahuna.operator.console;

import dev.kahuna.telemetry.Pace;
import dev.kahuna.telemetry.Progress;
import java.util.ArrayList;
import java.util.Locale;

/** A progress as a bar and in words. */
final class Bar {
  private static final int WIDTH = 24;

  private Bar() {}

  /**
   * {@code ██████░░░░░░ 42 %, 1.2 GiB of 3.0 GiB, 85.0 MiB/s, 0:21 left}; words alone if the total
   * is unknown.
   */
  static String draw(Progress progress, Pace pace, boolean unicode) {
    if (progress.total() <= 0) {
      return words(progress, pace);
    }
    var full = (int) (WIDTH * fraction(progress));
    return (unicode ? "█" : "#").repeat(full)
        + (unicode ? "░" : ".").repeat(WIDTH - full)
        + " "
        + words(progress, pace);
  }

  static String words(Progress progress, Pace pace) {
    var parts = new ArrayList<String>();
    if (progress.total() > 0) {
      parts.add("%d %%".formatted(percent(progress)));
      parts.add(
          "%s of %s"
              .formatted(
                  Amounts.of(progress.done(), progress.unit()),
                  Amounts.of(progress.total(), progress.unit())));
    } else {
      parts.add(Amounts.of(progress.done(), progress.unit()));
    }
    pace.rate().ifPresent(rate -> parts.add(perSecond(rate, progress.unit())));
    pace.left().ifPresent(left -> parts.add(Amounts.clock(left) + " left"));
    return String.join(", ", parts);
  }

  static int percent(Progress progress) {
    return progress.total() <= 0 ? 0 : (int) (100 * fraction(progress));
  }

  private static double fraction(Progress progress) {
    return Math.clamp((double) progress.done() / progress.total(), 0.0, 1.0);
  }

  private static String perSecond(double rate, String unit) {
    return unit.equals("bytes")
        ? Amounts.bytes((long) rate) + "/s"
        : String.format(Locale.ROOT, "%.1f %s/s", rate, unit);
  }
}
