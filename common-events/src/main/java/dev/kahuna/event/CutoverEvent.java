package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.request.SecretRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts that cutover-service records. */
public sealed interface CutoverEvent extends MigrationEvent {

  /** A fact that no longer holds once its attempt of the leg is undone. */
  sealed interface OfCutover extends CutoverEvent {
    Leg leg();

    /** The attempt of the leg, counted from 1. */
    int attempt();

    @Override
    default String about() {
      return leg().name();
    }

    @Override
    default List<Attempt> partOf() {
      return List.of(AttemptSeries.cutover(leg()).attempt(attempt()));
    }
  }

  /**
   * The host has every library that the database needs, and the indexes over text were checked.
   *
   * @param database the app's database on Heroku, and so on the replica
   * @param role by which the app logs in
   * @param attempt which build of the replica, counted from 1
   * @param check counted from 1; {@code kahuna retry} of the step asks for the next one
   * @param indexes number of indexes that were checked
   * @param files those of all indexes over text; one that is not among them is newer
   * @param misordered indexes whose order differs from that of the host's libraries
   * @param unproven indexes whose order could not be checked
   * @param differing collations that sort differently from Heroku
   */
  @JsonTypeName("replica-checked")
  record ReplicaChecked(
      String database,
      String role,
      int attempt,
      int check,
      int indexes,
      List<Long> files,
      List<String> misordered,
      List<String> unproven,
      List<String> differing)
      implements CutoverEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt), AttemptSeries.CHECK.attempt(check));
    }
  }

  /**
   * An app as it was before the cutover.
   *
   * @param configVar the variable that names the database
   * @param oldValue what the variable held
   * @param attachment id of the attachment that owns the variable; empty if the variable is plain
   *     config
   * @param formation dynos by process type
   */
  record SavedApp(
      String name,
      String configVar,
      SecretRef oldValue,
      String attachment,
      String addon,
      Map<String, Integer> formation) {}

  /**
   * Everything that needs no downtime is done, and the window can open.
   *
   * @param newUrl the URL of the new database that the app will get
   * @param findings what the operator should know before the window opens; none of them blocks
   */
  @JsonTypeName("cutover-prepared")
  record CutoverPrepared(
      Leg leg, int attempt, List<SavedApp> apps, SecretRef newUrl, List<Finding> findings)
      implements OfCutover {}

  /**
   * The window is open.
   *
   * @param startedAt when unavailability begins to count, by the clock of the service
   * @param deadline when the window is undone, unless it has reached its pivot
   */
  @JsonTypeName("cutover-started")
  record CutoverStarted(Leg leg, int attempt, Instant startedAt, Instant deadline)
      implements OfCutover {}

  /** Maintenance mode is on in every app, and only web processes run. */
  @JsonTypeName("traffic-stopped")
  record TrafficStopped(Leg leg, int attempt) implements OfCutover {}

  /**
   * The database that the app leaves accepts only Kahuna's writes.
   *
   * @param fenceLsn the WAL position after the last acknowledged write
   */
  @JsonTypeName("source-fenced")
  record SourceFenced(Leg leg, int attempt, Lsn fenceLsn, int sessionsEnded) implements OfCutover {}

  /**
   * Replica and standby have replayed everything up to the fence.
   *
   * @param replayLsn what the replica had replayed
   * @param mark the state of the source at that moment; it reveals a later write
   */
  @JsonTypeName("replica-drained")
  record ReplicaDrained(Leg leg, int attempt, Lsn replayLsn, SourceMark mark)
      implements OfCutover {}

  /** A fact of the first cutover that is made again for each later copy to Aurora. */
  sealed interface OfCopySource extends OfCutover, OfCopy {
    @Override
    default List<Attempt> partOf() {
      return List.of(
          AttemptSeries.cutover(leg()).attempt(attempt()), AttemptSeries.COPY.attempt(copy()));
    }
  }

  /** Replay is paused where the copy begins: before the promotion, or where a later slot begins. */
  @JsonTypeName("standby-frozen")
  record StandbyFrozen(Leg leg, int attempt, int copy, Lsn frozenAt)
      implements OfCopySource, RequiresStandby {}

  /** The replica is a primary. */
  @JsonTypeName("replica-promoted")
  record ReplicaPromoted(Leg leg, int attempt) implements OfCutover {}

  /** Every index over text of the replica is proven to be in order, or is one of those rebuilt. */
  @JsonTypeName("indexes-rebuilt")
  record IndexesRebuilt(Leg leg, int attempt, List<String> rebuilt) implements OfCutover {}

  /**
   * Publication and slot exist: for the first copy before the first new write.
   *
   * @param consistentPoint the WAL position at which the slot begins
   */
  @JsonTypeName("slot-created")
  record SlotCreated(
      Leg leg, int attempt, int copy, String publication, String slot, Lsn consistentPoint)
      implements OfCopySource {}

  /** A row written on the replica after the fence was read on Aurora. */
  @JsonTypeName("target-drained")
  record TargetDrained(Leg leg, int attempt, String marker) implements OfCutover {}

  /**
   * Both databases were compared while the app wrote, and no row that was judged differs.
   *
   * @param comparison counted from 1; a table that changes later voids it, and so does {@code
   *     kahuna retry} of the step
   * @param lookedAtAgain chunks that differed at first and were compared again
   * @param unjudged what there is no verdict on
   */
  @JsonTypeName("data-compared")
  record DataCompared(
      Leg leg,
      int attempt,
      int comparison,
      int tables,
      long rows,
      long chunks,
      long lookedAtAgain,
      List<Unjudged> unjudged,
      long millis)
      implements OfCutover {
    @Override
    public List<Attempt> partOf() {
      return List.of(
          AttemptSeries.cutover(leg).attempt(attempt),
          AttemptSeries.COMPARISON.attempt(comparison));
    }
  }

  /**
   * Both databases were compared after the fence, as far as time allowed, and are equal.
   *
   * @param tables number of tables compared row by row
   * @param rows number of rows in these tables
   * @param unread the tables that time did not allow; empty if there are none
   */
  @JsonTypeName("data-verified")
  record DataVerified(Leg leg, int attempt, int tables, long rows, Optional<Unread> unread)
      implements OfCutover {}

  /** No sequence of the new database can return a value that the old database has returned. */
  @JsonTypeName("sequences-advanced")
  record SequencesAdvanced(Leg leg, int attempt, int sequences) implements OfCutover {}

  /** Aurora no longer applies changes from the replica. */
  @JsonTypeName("replication-stopped")
  record ReplicationStopped(Leg leg, int attempt) implements OfCutover {}

  /**
   * From here on, Aurora keeps every write for the replica. The replica applies them once the
   * forward replication is gone.
   */
  @JsonTypeName("reverse-replication-started")
  record ReverseReplicationStarted(Leg leg, int attempt, String publication, String slot)
      implements OfCutover {}

  /** On the way back: the replica accepts the app's writes again. */
  @JsonTypeName("replica-opened")
  record ReplicaOpened(Leg leg, int attempt) implements OfCutover {}

  /** The replica no longer follows Aurora, and Aurora keeps no WAL for it. */
  @JsonTypeName("reverse-replication-dropped")
  record ReverseReplicationDropped(String slot) implements CutoverEvent {}

  /** Every app has the URL of the new database in its config, and its dynos run that release. */
  @JsonTypeName("app-repointed")
  record AppRepointed(Leg leg, int attempt, Map<String, Integer> releases) implements OfCutover {}

  /**
   * From here on the new database may take writes, so the window can only go forward, and so can
   * the migration: a cancellation is void, even one that came before this fact.
   */
  @JsonTypeName("pivot-reached")
  record PivotReached(Leg leg, int attempt) implements OfCutover, Retraction {
    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.CANCELLATION.attempt(1));
    }
  }

  /**
   * Workers run and maintenance mode is off.
   *
   * @param unavailableMillis from the first call that stopped traffic to the last that resumed it
   */
  @JsonTypeName("traffic-resumed")
  record TrafficResumed(Leg leg, int attempt, long unavailableMillis) implements OfCutover {}

  /** The app runs on the new database. */
  @JsonTypeName("cutover-completed")
  record CutoverCompleted(Leg leg, int attempt, long unavailableMillis) implements OfCutover {}

  /**
   * The decision to undo a window that has not reached its pivot. The steps that undo it follow.
   */
  @JsonTypeName("cutover-aborted")
  record CutoverAborted(Leg leg, int attempt, String reason) implements OfCutover {}

  /**
   * The old database accepts writes again.
   *
   * @param appIsOut whether the new database is proven closed to the app, or the app never had its
   *     URL
   * @param stranded for the operator: which rows are on the new database alone; if the app is not
   *     proven out, what is not known about them
   */
  @JsonTypeName("writes-restored")
  record WritesRestored(Leg leg, int attempt, boolean appIsOut, Optional<String> stranded)
      implements OfCutover {}

  /**
   * The attempt is undone: the app is as it was before, and the facts of the attempt no longer
   * hold.
   *
   * @param lostReplica the build of the replica that was promoted in vain and must be repeated; 0
   *     if the replica still follows
   */
  @JsonTypeName("cutover-undone")
  record CutoverUndone(
      Leg leg, int attempt, String reason, long unavailableMillis, int lostReplica, Instant at)
      implements CutoverEvent, Retraction {
    @Override
    public String about() {
      return leg.name() + "#" + attempt;
    }

    @Override
    public List<Attempt> retracts() {
      var attempts = new ArrayList<Attempt>();
      attempts.add(AttemptSeries.cutover(leg).attempt(attempt));
      if (lostReplica > 0) {
        attempts.add(AttemptSeries.REPLICA.attempt(lostReplica));
      }
      return List.copyOf(attempts);
    }
  }

  /** The app runs on Aurora, and the migration is complete. */
  @JsonTypeName("migration-completed")
  record MigrationCompleted() implements CutoverEvent {}
}
