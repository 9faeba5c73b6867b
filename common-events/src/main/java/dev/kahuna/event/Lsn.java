package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A position in one server's WAL: an unsigned number of bytes, written {@code 16/B374D848}.
 * Positions of servers that are not physical copies of each other cannot be compared.
 */
public record Lsn(long value) implements Comparable<Lsn> {

  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /**
   * @throws IllegalArgumentException when the text is not an LSN
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Lsn parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("An LSN looks like 16/B374D848, not '" + text + "'.");
    }
    var high = Long.parseLong(matcher.group(1), 16);
    var low = Long.parseLong(matcher.group(2), 16);
    return new Lsn(high << 32 | low);
  }

  /** Bytes from the other position to this one; negative when this one is behind. */
  public long minus(Lsn other) {
    return value - other.value;
  }

  public boolean isAtLeast(Lsn other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return "%X/%X".formatted(value >>> 32, value & 0xFFFF_FFFFL);
  }
}
