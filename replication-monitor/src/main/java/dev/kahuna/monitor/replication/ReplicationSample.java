package dev.kahuna.monitor.replication;

import dev.kahuna.event.Lsn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The state of logical replication at one moment.
 *
 * @param current where the replica's WAL ended before the other values were read
 * @param slot empty if the replica has no such slot
 * @param subscription empty if Aurora has no such subscription
 * @param tables number of the subscription's tables by state
 */
record ReplicationSample(
    Instant at,
    Lsn current,
    Optional<Slot> slot,
    Optional<Subscription> subscription,
    Map<String, Integer> tables,
    HeartbeatMeter heartbeat) {

  /**
   * The slot and its walsender.
   *
   * @param walStatus {@code reserved}, {@code extended}, {@code unreserved}, {@code lost}; empty
   *     before Postgres 13
   * @param walsender {@code streaming}, {@code catchup}, …; {@code none} while no walsender reads
   *     the slot
   */
  record Slot(
      boolean active,
      Lsn confirmed,
      String walStatus,
      long retainedBytes,
      String walsender,
      Lsn sent) {}

  /**
   * Aurora's side.
   *
   * @param working whether there is an apply worker
   * @param applyErrors how often one has failed so far
   * @param conflicts counted by kind, from Postgres 18 on; or empty
   */
  record Subscription(boolean enabled, boolean working, long applyErrors, String conflicts) {}

  /** Bytes of WAL that Aurora has not confirmed; all of it if the slot is gone. */
  long lagBytes() {
    return slot.map(s -> Math.max(0, current.minus(s.confirmed()))).orElse(current.value());
  }

  int tablesReady() {
    return tables.getOrDefault("ready", 0);
  }

  boolean everyTableIsReady() {
    return tablesReady() > 0
        && tables.values().stream().mapToInt(Integer::intValue).sum() == tablesReady();
  }
}
