package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.Fences;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Finds out whether an undone window has promoted the replica. A promoted replica no longer follows
 * Heroku's database and must be built again.
 */
final class LostReplica {
  /** A requested promotion has happened by then, or never will. */
  private static final Duration PROMOTION_WITHIN = Duration.ofSeconds(5);

  /** What is recorded when the replica still follows. */
  private static final int NONE = 0;

  private final Fences fences;

  LostReplica(CutoverDatabases databases) {
    this.fences = new Fences(databases);
  }

  /** From the drain on the replica may have been promoted, even if the log does not record it. */
  static boolean mayBePromoted(Migration migration) {
    return migration.has(ReplicaDrained.class, Leg.TO_REPLICA)
        && !FactRef.of(StandbyFrozen.class, Leg.TO_REPLICA).isMissing(migration)
        && !migration.has(CutoverCompleted.class, Leg.TO_REPLICA);
  }

  /**
   * Closes a promoted replica to the app.
   *
   * @param sinceAborted how long ago the undo was decided
   * @return the attempt of the replica that is lost, 0 if none is; empty while a promotion may
   *     still happen
   */
  OptionalInt find(Migration migration, Leg leg, Duration sinceAborted) throws Exception {
    if (!mayBePromoted(migration)) {
      return OptionalInt.of(NONE);
    }
    if (leg == Leg.TO_REPLICA && fences.closeNew(migration, leg)) {
      return OptionalInt.of(migration.attempt(AttemptSeries.REPLICA));
    }
    return sinceAborted.compareTo(PROMOTION_WITHIN) < 0
        ? OptionalInt.empty()
        : OptionalInt.of(NONE);
  }
}
