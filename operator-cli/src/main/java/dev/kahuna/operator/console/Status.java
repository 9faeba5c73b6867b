package dev.kahuna.operator.console;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.StepFailed;
import dev.kahuna.event.Unjudged;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.ComparisonGaps;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict.Publish;
import dev.kahuna.operator.decision.UnjudgedDecision;
import dev.kahuna.telemetry.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The state of a migration, for people and, as JSON, for programs.
 *
 * @param wanted what was requested
 * @param facts the facts that hold, in the order of the log
 * @param waiting what the migration waits for, and what to do about it
 * @param unjudged what the comparison before the window to Aurora has no verdict on
 * @param unreadable number of records of this migration that nobody could read
 */
public record Status(
    String id,
    State state,
    String wanted,
    Optional<Instant> requestedAt,
    List<Fact> facts,
    List<Running> running,
    List<String> waiting,
    List<Failed> failed,
    List<Finding> findings,
    List<Unjudged> unjudged,
    List<WindowTimes> windows,
    List<String> lags,
    long unreadable) {

  /** The state of a migration in one word. */
  public enum State {
    REQUESTED,
    REJECTED,
    PREPARING,
    WAITING_FOR_APPROVAL,
    IN_WINDOW,
    FAILED,
    REPLICATING,
    COMPLETED,
    GOING_BACK,
    ROLLED_BACK,
    SETTLED,
    CANCELLED,
    RELEASED
  }

  /** A fact that holds. */
  record Fact(String type, String about, Instant at, long offset, String sentence) {}

  /** A running step. */
  record Running(String step, String sentence, Instant at, Optional<Progress> progress) {}

  /** A step that waits for the operator. */
  record Failed(String step, int attempt, FailureKind kind, String reason) {}

  public static Status of(Migration migration, Activity activity) {
    var holding = migration.holding().stream().sorted(byOffset()).toList();
    return new Status(
        migration.id(),
        state(migration),
        migration
            .find(MigrationRequested.class)
            .map(MigrationRequested::request)
            .map(EventSentences::request)
            .orElse("the request is missing from the log"),
        migration.logged(MigrationRequested.class, "").map(LoggedEvent::at),
        holding.stream().map(Status::fact).toList(),
        activity.running().stream()
            .map(s -> new Running(s.step(), s.sentence(), s.at(), s.progress()))
            .toList(),
        waiting(migration, activity),
        OperatorDecisions.failedSteps(migration).stream()
            .map(f -> new Failed(f.step(), f.attempt(), f.kind(), f.reason()))
            .toList(),
        findings(migration),
        ComparisonGaps.of(migration).unjudged(),
        WindowTimes.all(migration.history()),
        activity.lags(),
        migration.unreadable());
  }

  static State state(Migration migration) {
    if (migration.has(MigrationSettled.class)) {
      return State.SETTLED;
    }
    if (migration.has(InfrastructureReleased.class)) {
      return State.RELEASED;
    }
    if (migration.has(MigrationCancelled.class)) {
      return State.CANCELLED;
    }
    if (migration.has(RollbackRequested.class)) {
      return wayBack(migration);
    }
    if (migration.has(MigrationCompleted.class)) {
      return State.COMPLETED;
    }
    if (migration.has(PreflightRejected.class)) {
      return State.REJECTED;
    }
    if (migration.has(StepFailed.class)) {
      return State.FAILED;
    }
    if (inWindow(migration, Leg.TO_REPLICA) || inWindow(migration, Leg.TO_AURORA)) {
      return State.IN_WINDOW;
    }
    if (OperatorDecisions.awaited(migration).isPresent()) {
      return State.WAITING_FOR_APPROVAL;
    }
    if (migration.has(CutoverCompleted.class, Leg.TO_REPLICA)) {
      return State.REPLICATING;
    }
    return migration.has(PreflightPassed.class) ? State.PREPARING : State.REQUESTED;
  }

  private static State wayBack(Migration migration) {
    if (migration.has(CutoverCompleted.class, Leg.BACK_TO_REPLICA)) {
      return State.ROLLED_BACK;
    }
    if (migration.has(StepFailed.class)) {
      return State.FAILED;
    }
    if (inWindow(migration, Leg.BACK_TO_REPLICA)) {
      return State.IN_WINDOW;
    }
    return OperatorDecisions.awaited(migration).isPresent()
        ? State.WAITING_FOR_APPROVAL
        : State.GOING_BACK;
  }

  /** Whether nothing more will happen without the operator. */
  public static boolean ended(Migration migration) {
    if (migration.has(MigrationSettled.class)) {
      return migration.has(InfrastructureReleased.class);
    }
    if (migration.has(RollbackRequested.class)) {
      return migration.has(ReverseReplicationDropped.class);
    }
    return migration.has(MigrationCancelled.class) && migration.has(InfrastructureReleased.class)
        || migration.has(MigrationCompleted.class)
        || migration.has(PreflightRejected.class);
  }

  private static boolean inWindow(Migration migration, Leg leg) {
    return migration.has(CutoverStarted.class, leg) && !migration.has(CutoverCompleted.class, leg);
  }

  private static List<String> waiting(Migration migration, Activity activity) {
    var waiting = new ArrayList<String>();
    OperatorDecisions.awaited(migration)
        .ifPresent(
            leg ->
                waiting.add(
                    (UnjudgedDecision.approve(migration, leg) instanceof Publish
                            ? "approval of %1$s although there is no verdict on the rows below; run"
                                + " 'kahuna approve %2$s %1$s --unjudged', or 'kahuna retry %2$s"
                                + " compare-data' to compare again"
                            : "approval of %1$s; run 'kahuna approve %2$s %1$s'")
                        .formatted(leg, migration.id())));
    var isApproval = !waiting.isEmpty();
    migration
        .find(SchemaDiffers.class)
        .map(differs -> SchemaSentences.awaited(migration.id(), differs))
        .ifPresent(waiting::add);
    replication(migration).ifPresent(waiting::add);
    activity.waiting().stream()
        .filter(what -> !isApproval || !what.startsWith("approval"))
        .forEach(waiting::add);
    return List.copyOf(waiting);
  }

  /** What keeps Aurora from following the replica, until the app is on Aurora. */
  private static Optional<String> replication(Migration migration) {
    if (migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return Optional.empty();
    }
    return migration
        .find(SlotGivenUp.class)
        .map(
            lost ->
                "a copy with another slot, because slot %s was given up (%s); run 'kahuna copy-again %s'"
                    .formatted(lost.slot(), EventSentences.open(lost.reason()), migration.id()))
        .or(
            () ->
                migration
                    .find(ReplicationTroubled.class)
                    .map(
                        trouble ->
                            "the replication to Aurora, which does not progress by itself: "
                                + EventSentences.open(trouble.reason())));
  }

  private static List<Finding> findings(Migration migration) {
    return migration
        .find(PreflightPassed.class)
        .map(PreflightPassed::findings)
        .or(() -> migration.find(PreflightRejected.class).map(PreflightRejected::findings))
        .orElse(List.of());
  }

  private static Fact fact(LoggedEvent fact) {
    return new Fact(
        MigrationEvent.wireName(fact.event().getClass()),
        fact.event().about(),
        fact.at(),
        fact.offset(),
        EventSentences.of(fact.migration(), fact.event()));
  }

  private static Comparator<LoggedEvent> byOffset() {
    return Comparator.comparingLong(LoggedEvent::offset);
  }
}
