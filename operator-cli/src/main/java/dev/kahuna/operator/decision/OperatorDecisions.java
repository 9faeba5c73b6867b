package dev.kahuna.operator.decision;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import dev.kahuna.request.MigrationRequest.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator's order means for a migration as it stands; pure. */
public final class OperatorDecisions {

  /** What becomes of an order. */
  public sealed interface Verdict {
    /** It goes to the log. */
    record Publish(OperatorEvent event) implements Verdict {}

    /** It does not, and this sentence says why. */
    record Refuse(String sentence) implements Verdict {}
  }

  private OperatorDecisions() {}

  public static Verdict approve(Migration migration, Leg leg) {
    var id = migration.id();
    if (leg == Leg.BACK_TO_REPLICA) {
      return RollbackDecision.approve(migration);
    }
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    return over(migration)
        .or(() -> alreadyBegun(migration, leg))
        .or(
            () ->
                needsApproval(migration, leg, attempt)
                    ? Optional.empty()
                    : Optional.of(
                        "%s needs no approval of %s: it begins by itself.".formatted(id, leg)))
        .or(() -> notYet(migration, leg))
        .map(OperatorDecisions::refuse)
        .orElseGet(() -> new Verdict.Publish(new CutoverApproved(leg, attempt)));
  }

  public static Verdict retry(Migration migration, String step) {
    var failed = migration.find(StepFailed.class, step);
    if (failed.isPresent()) {
      return new Verdict.Publish(new StepRetryRequested(step, failed.get().attempt()));
    }
    var others = failedSteps(migration).stream().map(StepFailed::step).toList();
    return refuse(
        others.isEmpty()
            ? "%s has no step %s that failed; none has.".formatted(migration.id(), step)
            : "%s has no step %s that failed; failed are: %s."
                .formatted(migration.id(), step, String.join(", ", others)));
  }

  public static Verdict cancel(Migration migration, String reason) {
    if (migration.has(PivotReached.class, Leg.BACK_TO_REPLICA)) {
      return refuse(
          "%s went back: the app writes to the replica, and nothing is left to cancel."
              .formatted(migration.id()));
    }
    if (migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return refuse(
          "%s is past the pivot of TO_AURORA: the app writes to Aurora, and nothing is left to cancel."
              .formatted(migration.id()));
    }
    if (migration.has(PivotReached.class, Leg.TO_REPLICA)) {
      return refuse(
          "%s is past the pivot of TO_REPLICA: the app writes to the replica, which can't be taken away; let it go on to Aurora."
              .formatted(migration.id()));
    }
    return over(migration)
        .map(OperatorDecisions::refuse)
        .orElseGet(() -> new Verdict.Publish(new MigrationCancelled(reason)));
  }

  public static Verdict release(Migration migration) {
    var id = migration.id();
    if (migration.has(InfrastructureReleased.class)) {
      return refuse("%s has nothing left to release.".formatted(id));
    }
    if (migration.has(ReleaseRequested.class)) {
      return refuse("%s is being released already.".formatted(id));
    }
    if (migration.has(MigrationCancelled.class)) {
      return refuse("%s was cancelled, which releases what it made by itself.".formatted(id));
    }
    if (migration.has(RollbackRequested.class)) {
      return refuse(
          "%s goes back to the replica, whose host it needs; nothing can be released."
              .formatted(id));
    }
    return migration.has(MigrationCompleted.class)
        ? new Verdict.Publish(new ReleaseRequested())
        : refuse("%s is not completed; cancel it to have everything released.".formatted(id));
  }

  /** The leg that somebody must approve for the migration to go on. */
  public static Optional<Leg> awaited(Migration migration) {
    return Stream.of(Leg.values())
        .filter(leg -> approve(migration, leg) instanceof Verdict.Publish)
        .findFirst();
  }

  public static List<StepFailed> failedSteps(Migration migration) {
    return migration.holding().stream()
        .map(fact -> fact.event())
        .filter(StepFailed.class::isInstance)
        .map(StepFailed.class::cast)
        .toList();
  }

  private static Optional<String> over(Migration migration) {
    var id = migration.id();
    if (migration.has(MigrationCancelled.class)) {
      return Optional.of("%s was cancelled already.".formatted(id));
    }
    if (migration.has(MigrationCompleted.class)) {
      return Optional.of("%s is completed already.".formatted(id));
    }
    if (migration.has(PreflightRejected.class)) {
      return Optional.of("%s was rejected by preflight and goes no further.".formatted(id));
    }
    return Optional.empty();
  }

  static Optional<String> alreadyBegun(Migration migration, Leg leg) {
    var id = migration.id();
    if (migration.has(CutoverCompleted.class, leg)) {
      return Optional.of("%s has %s behind it.".formatted(id, leg));
    }
    if (migration.has(CutoverAborted.class, leg)) {
      return Optional.of(
          "%s is undoing %s; approve the next try when that is done.".formatted(id, leg));
    }
    if (migration.has(CutoverStarted.class, leg)) {
      return Optional.of("%s is in the middle of %s.".formatted(id, leg));
    }
    if (migration.has(CutoverApproved.class, leg)) {
      return Optional.of("%s has the approval of %s already.".formatted(id, leg));
    }
    return Optional.empty();
  }

  private static Optional<String> notYet(Migration migration, Leg leg) {
    if (leg == Leg.TO_AURORA && migration.has(SlotGivenUp.class)) {
      return Optional.of(
          "%s goes no further: its slot was given up, and the app stays on the replica."
              .formatted(migration.id()));
    }
    if (leg == Leg.TO_AURORA && migration.has(ReplicationTroubled.class)) {
      return Optional.of(
          "%s has trouble with its replication; approve %s when it goes on."
              .formatted(migration.id(), leg));
    }
    var missing =
        needs(leg).stream()
            .filter(type -> FactRef.of(type).isMissing(migration))
            .map(MigrationEvent::wireName)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s does not wait for the approval of %s yet; before that comes: %s."
                .formatted(migration.id(), leg, String.join(", ", missing)));
  }

  private static List<Class<? extends MigrationEvent>> needs(Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> List.of(TargetCreated.class, StandbyStarted.class, ReplicaCaughtUp.class);
      case TO_AURORA, BACK_TO_REPLICA -> List.of(ReplicationCaughtUp.class);
    };
  }

  private static boolean needsApproval(Migration migration, Leg leg, int attempt) {
    var cutover = migration.request().cutover();
    Policy policy = leg == Leg.TO_REPLICA ? cutover.toReplica() : cutover.toAurora();
    return policy.needsApproval(attempt);
  }

  static Verdict refuse(String sentence) {
    return new Verdict.Refuse(sentence);
  }
}
