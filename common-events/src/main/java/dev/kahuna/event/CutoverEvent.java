package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.request.SecretRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What cutover-service says. */
public sealed interface CutoverEvent extends MigrationEvent {

  /** A fact that falls when its try of the leg is rolled back. */
  sealed interface OfCutover extends CutoverEvent {
    Leg leg();

    /** Which try of the leg, counted from 1. */
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
   * The host has every library that the database needs, and its indexes over text were read.
   *
   * @param attempt which build of the replica, counted from 1
   * @param indexes that were read
   * @param misordered indexes that are not in the order of the host's libraries
   * @param unproven indexes that could not be read in their order
   * @param differing collations that sort another way than on Heroku
   */
  @JsonTypeName("replica-checked")
  record ReplicaChecked(
      int attempt,
      int indexes,
      List<String> misordered,
      List<String> unproven,
      List<String> differing)
      implements CutoverEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt));
    }
  }

  /**
   * An app as it was before the cutover.
   *
   * @param configVar the variable that names the database
   * @param oldValue what the variable held
   * @param attachment id of the attachment that owns the variable, or empty if the app's config
   *     does
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
   * Everything that can be done before the app notices is done.
   *
   * @param newUrl the new database's URL, as the app will get it
   * @param findings what the operator should know before the window opens; nothing that blocks
   */
  @JsonTypeName("cutover-prepared")
  record CutoverPrepared(
      Leg leg, int attempt, List<SavedApp> apps, SecretRef newUrl, List<Finding> findings)
      implements OfCutover {}

  /**
   * The window is open.
   *
   * @param startedAt the clock of the service, from which unavailability counts
   * @param deadline when the window is undone unless it has reached its pivot
   */
  @JsonTypeName("cutover-started")
  record CutoverStarted(Leg leg, int attempt, Instant startedAt, Instant deadline)
      implements OfCutover {}

  /** Maintenance is on in every app, and no process but web runs. */
  @JsonTypeName("traffic-stopped")
  record TrafficStopped(Leg leg, int attempt) implements OfCutover {}

  /**
   * The database that the app leaves takes no write but Kahuna's.
   *
   * @param fenceLsn every write that was acknowledged lies before it
   */
  @JsonTypeName("source-fenced")
  record SourceFenced(Leg leg, int attempt, Lsn fenceLsn, int sessionsEnded) implements OfCutover {}

  /**
   * Replica and standby have replayed everything up to the fence.
   *
   * @param replayLsn what the replica had replayed
   * @param mark the source at that moment, by which a later write betrays itself
   */
  @JsonTypeName("replica-drained")
  record ReplicaDrained(Leg leg, int attempt, Lsn replayLsn, SourceMark mark)
      implements OfCutover {}

  /**
   * What moves when somebody writes to a database.
   *
   * @param nextXid a number that grows with every transaction that begins or ends: the sum of the
   *     oldest id still running and the first not yet ended
   * @param changes rows of its tables inserted, updated and deleted, as its statistics count them
   */
  record SourceMark(long nextXid, long changes) {}

  /** The standby's replay is paused behind the fence and before the promotion. */
  @JsonTypeName("standby-frozen")
  record StandbyFrozen(Leg leg, int attempt, Lsn frozenAt) implements OfCutover, RequiresStandby {}

  /** The replica is a primary. */
  @JsonTypeName("replica-promoted")
  record ReplicaPromoted(Leg leg, int attempt) implements OfCutover {}

  /**
   * Every index of the replica that was wrong on this host is rebuilt.
   *
   * @param rebuilt their names
   */
  @JsonTypeName("indexes-rebuilt")
  record IndexesRebuilt(Leg leg, int attempt, List<String> rebuilt) implements OfCutover {}

  /**
   * Publication and slot stand before the first new write.
   *
   * @param consistentPoint where the slot begins
   */
  @JsonTypeName("slot-created")
  record SlotCreated(Leg leg, int attempt, String publication, String slot, Lsn consistentPoint)
      implements OfCutover {}

  /** A row written behind the fence was read on the target. */
  @JsonTypeName("target-drained")
  record TargetDrained(Leg leg, int attempt, String marker) implements OfCutover {}

  /**
   * Every row of both sides was compared while the app wrote, and nothing differs.
   *
   * @param lookedAtAgain chunks that differed at first sight
   * @param changing rows that changed every time they were looked at, and so were not judged
   */
  @JsonTypeName("data-compared")
  record DataCompared(
      Leg leg,
      int attempt,
      int tables,
      long rows,
      long chunks,
      long lookedAtAgain,
      long changing,
      long millis)
      implements OfCutover {}

  /**
   * Both sides were compared behind the fence, as far as there was time, and are equal.
   *
   * @param tables compared row by row
   * @param rows of them
   * @param unread the tables that there was no time for; empty in facts from before it was told
   */
  @JsonTypeName("data-verified")
  record DataVerified(Leg leg, int attempt, int tables, long rows, Optional<Unread> unread)
      implements OfCutover {}

  /**
   * Tables that were not compared row by row.
   *
   * @param partly counted, or their last rows compared
   * @param leftOut not read at all
   */
  record Unread(List<String> partly, List<String> leftOut) {}

  /** No sequence of the target can give a value that the source has given. */
  @JsonTypeName("sequences-advanced")
  record SequencesAdvanced(Leg leg, int attempt, int sequences) implements OfCutover {}

  /** The target no longer applies changes from the replica. */
  @JsonTypeName("replication-stopped")
  record ReplicationStopped(Leg leg, int attempt) implements OfCutover {}

  /**
   * Every write on the target from here on is kept for the replica; it is applied there once the
   * forward replication is gone.
   */
  @JsonTypeName("reverse-replication-started")
  record ReverseReplicationStarted(Leg leg, int attempt, String publication, String slot)
      implements OfCutover {}

  /** The replica takes the app's writes again, on the way back. */
  @JsonTypeName("replica-opened")
  record ReplicaOpened(Leg leg, int attempt) implements OfCutover {}

  /** The replica follows the target no more, and the target keeps nothing for it. */
  @JsonTypeName("reverse-replication-dropped")
  record ReverseReplicationDropped(String slot) implements CutoverEvent {}

  /** Every app has the new database in its config, and its dynos run that release. */
  @JsonTypeName("app-repointed")
  record AppRepointed(Leg leg, int attempt, Map<String, Integer> releases) implements OfCutover {}

  /** From here the new database may be written to; there is no undo, only forward. */
  @JsonTypeName("pivot-reached")
  record PivotReached(Leg leg, int attempt) implements OfCutover {}

  /**
   * Workers run and maintenance is off.
   *
   * @param unavailableMillis from the first call that stopped traffic to the last that let it go
   */
  @JsonTypeName("traffic-resumed")
  record TrafficResumed(Leg leg, int attempt, long unavailableMillis) implements OfCutover {}

  /** The app works on the new database. */
  @JsonTypeName("cutover-completed")
  record CutoverCompleted(Leg leg, int attempt, long unavailableMillis) implements OfCutover {}

  /** The decision to undo a window that has not reached its pivot; the acts follow. */
  @JsonTypeName("cutover-aborted")
  record CutoverAborted(Leg leg, int attempt, String reason) implements OfCutover {}

  /** The app's own database takes writes again. */
  @JsonTypeName("writes-restored")
  record WritesRestored(Leg leg, int attempt) implements OfCutover {}

  /**
   * The app is as it was before this try, which counts no more.
   *
   * @param lostReplica the build of the replica that was promoted in vain and must be built anew; 0
   *     if it still follows
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
      var tries = new ArrayList<Attempt>();
      tries.add(AttemptSeries.cutover(leg).attempt(attempt));
      if (lostReplica > 0) {
        tries.add(AttemptSeries.REPLICA.attempt(lostReplica));
      }
      return List.copyOf(tries);
    }
  }

  /** The app lives on Aurora. */
  @JsonTypeName("migration-completed")
  record MigrationCompleted() implements CutoverEvent {}
}
