package dev.kahuna.monitor.wayback;

import dev.kahuna.database.Follower;
import dev.kahuna.database.UnpublishedTable;
import dev.kahuna.event.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Both ends of the replication from Aurora to the replica.
 *
 * @param slot empty if Aurora has none from which the replica could follow
 * @param follower empty if the replica has no subscription
 * @param unpublished tables that do not go along
 */
record WayBackSample(
    Instant at,
    Optional<Slot> slot,
    Optional<Follower> follower,
    List<UnpublishedTable> unpublished) {

  /**
   * The slot on Aurora.
   *
   * @param confirmed up to where the replica has applied
   * @param lagBytes what it has yet to apply
   * @param retainedBytes WAL that Aurora keeps for it
   */
  record Slot(Lsn confirmed, long lagBytes, long retainedBytes) {}
}
