package dev.kahuna.operator.console;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
final class Amounts {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

  static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (Math.abs(amount) >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0
        ? "%d B".formatted(bytes)
        : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** An amount in the unit of a progress: bytes as sizes, anything else as a count. */
  static String of(long amount, String unit) {
    return unit.equals("bytes")
        ? bytes(amount)
        : String.format(Locale.ROOT, "%,d %s", amount, unit);
  }

  static String millis(long millis) {
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : clock(Duration.ofMillis(millis));
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** {@code 1:02:03} or {@code 2:03}. */
  static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
