package dev.kahuna.monitor.slot;

import java.time.Duration;
import java.util.Optional;

/**
 * How much WAL slots keep on the replica's volume, and how much more they may keep.
 *
 * @param kept bytes of WAL kept for the slot that is furthest behind
 * @param room bytes of WAL that may still be written before slots are dropped or invalidated
 * @param perSecond bytes of WAL that the replica writes, measured over the last minutes; 0 if
 *     unknown yet
 */
record SlotRoom(long kept, long room, double perSecond) {
  /** How long until there is no room, at the pace of the last minutes; infinite without a pace. */
  double secondsToFull() {
    return perSecond <= 0 ? Double.POSITIVE_INFINITY : Math.max(0, room) / perSecond;
  }

  /** The time left, if it is finite. */
  Optional<Duration> toFull() {
    return Optional.of(secondsToFull())
        .filter(Double::isFinite)
        .map(seconds -> Duration.ofSeconds(seconds.longValue()));
  }
}
