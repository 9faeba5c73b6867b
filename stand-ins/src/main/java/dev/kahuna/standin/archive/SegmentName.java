package dev.kahuna.standin.archive;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of WAL segments of 16 MiB: timeline, log, segment of the log, 8 digits each. */
final class SegmentName {
  private static final Pattern NAME = Pattern.compile("[0-9A-F]{22}([0-9A-F]{2})");
  private static final int TIMELINE = 8;
  private static final int HEX = 16;

  private SegmentName() {}

  /** The names that follow on the same timeline, without end; none if this is no segment's. */
  static Stream<String> after(String name) {
    return NAME.matcher(name).matches()
        ? Stream.iterate(next(name), SegmentName::next)
        : Stream.empty();
  }

  private static String next(String name) {
    // The third number has its last two digits only.
    var log = name.substring(TIMELINE, 2 * TIMELINE);
    var place = Long.parseLong(log + name.substring(name.length() - 2), HEX) + 1;
    return String.format(
        Locale.ROOT, "%s%08X%08X", name.substring(0, TIMELINE), place >> Byte.SIZE, place & 0xFF);
  }
}
