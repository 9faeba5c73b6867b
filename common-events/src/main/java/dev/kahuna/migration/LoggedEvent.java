package dev.kahuna.migration;

import dev.kahuna.event.MigrationEvent;
import java.time.Instant;

/**
 * A fact with its position in the log.
 *
 * @param offset in its partition, or -1 for a fact that is not in the log yet
 * @param at when the broker or the producer stamped it
 * @param source the service that recorded it
 */
public record LoggedEvent(
    String migration, MigrationEvent event, long offset, Instant at, String source) {
  /** Type and offset: {@code ReplicaCaughtUp@41}. */
  public String shortName() {
    return event.getClass().getSimpleName() + "@" + offset;
  }
}
