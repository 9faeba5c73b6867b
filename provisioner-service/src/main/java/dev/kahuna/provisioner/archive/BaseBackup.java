package dev.kahuna.provisioner.archive;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A base backup of WAL-E or WAL-G, complete once it has a sentinel.
 *
 * @param name such as {@code base_000000010000000000000004_00000040}
 * @param start the first segment of WAL that it needs
 * @param majorVersion of the server; empty if the archive does not record it
 * @param bytes when unpacked; empty if the archive does not record it
 * @param parent the name of the backup that this increment builds on
 * @param systemIdentifier of the server, the same for all that descend from it by replaying WAL;
 *     empty if the archive does not record it
 * @param completed when the sentinel was written, or copied to where it is
 */
public record BaseBackup(
    String name,
    WalSegment start,
    OptionalInt majorVersion,
    OptionalLong bytes,
    Optional<String> parent,
    Optional<String> systemIdentifier,
    Instant completed) {
  private static final Pattern NAME = Pattern.compile("base_([0-9A-F]{24})(_.*)?");

  /** The segment that a backup's name begins with; empty if it is no backup's name. */
  static Optional<WalSegment> start(String name) {
    var parts = NAME.matcher(name);
    return parts.matches() ? WalSegment.named(parts.group(1)) : Optional.empty();
  }
}
