package dev.kahuna.provisioner.archive;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A segment of WAL, of 16 MiB as everywhere on Heroku.
 *
 * @param number of its place in the WAL, counted in segments from LSN 0/0
 */
public record WalSegment(int timeline, long number) implements Comparable<WalSegment> {
  /** Of every segment. */
  public static final long BYTES = 16 << 20;

  private static final Pattern NAME = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})");
  private static final int HEX = 16;
  private static final long IN_ONE_LOG = 0x100;

  private static final Comparator<WalSegment> ORDER =
      Comparator.comparingInt(WalSegment::timeline).thenComparingLong(WalSegment::number);

  /** The segment with that name of 24 digits; empty if none of 16 MiB has it. */
  public static Optional<WalSegment> named(String name) {
    var parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var inLog = Long.parseLong(parts.group(3), HEX);
    return inLog >= IN_ONE_LOG
        ? Optional.empty()
        : Optional.of(
            new WalSegment(
                Integer.parseInt(parts.group(1), HEX),
                Long.parseLong(parts.group(2), HEX) * IN_ONE_LOG + inLog));
  }

  /** Its file's name. */
  public String name() {
    return "%08X%08X%08X".formatted(timeline, number / IN_ONE_LOG, number % IN_ONE_LOG);
  }

  /** By timeline, then by place, which is the order of the names too. */
  @Override
  public int compareTo(WalSegment other) {
    return ORDER.compare(this, other);
  }
}
