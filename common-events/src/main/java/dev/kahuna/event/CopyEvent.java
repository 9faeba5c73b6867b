package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Facts that cutover-service records about the copy to Aurora while no window is open: that its
 * schema must be tried again, that it begins once more, or never will.
 */
public sealed interface CopyEvent extends MigrationEvent {

  /**
   * The schema on Heroku is no longer the one that was rehearsed, so it is rehearsed again before
   * the window opens.
   *
   * @param rehearsal which one no longer holds
   * @param at how far the next one must have replayed to see the change
   * @param reason which kinds of objects were changed
   */
  @JsonTypeName("rehearsal-voided")
  record RehearsalVoided(int rehearsal, Lsn at, String reason) implements CopyEvent, Retraction {
    @Override
    public String about() {
      return String.valueOf(rehearsal);
    }

    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.REHEARSAL.attempt(rehearsal));
    }
  }

  /**
   * A copy to Aurora is given up, because the operator wants another. No window to Aurora is open.
   *
   * @param also what else no longer holds: the attempt of the cutover to Aurora, failed steps, and
   *     trouble of the replication
   */
  @JsonTypeName("copy-given-up")
  record CopyGivenUp(int copy, String reason, List<Attempt> also)
      implements CopyEvent, OfCopy, Retraction {
    /** Keeps its own copy. */
    public CopyGivenUp {
      also = List.copyOf(also);
    }

    @Override
    public List<Attempt> retracts() {
      return Stream.concat(partOf().stream(), also.stream()).toList();
    }
  }

  /** The database on Aurora was recreated, empty, and the slot of the earlier copy was dropped. */
  @JsonTypeName("copy-cleared")
  record CopyCleared(int copy) implements CopyEvent, OfCopy {}

  /** The app stays on the replica for good. Only what ends the migration happens from here on. */
  @JsonTypeName("migration-settled")
  record MigrationSettled() implements CopyEvent {}

  /**
   * The replica publishes nothing and keeps no WAL for Aurora any more.
   *
   * @param standbyFollows whether the standby follows the replica; if not, its slot is dropped too,
   *     which would have filled the replica's volume. False also where there is no standby.
   */
  @JsonTypeName("publication-dropped")
  record PublicationDropped(boolean standbyFollows) implements CopyEvent {}
}
