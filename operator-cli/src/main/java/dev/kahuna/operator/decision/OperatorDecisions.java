package dev.kahuna.operator.decision;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
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
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.ComparisonGaps;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import dev.kahuna.request.MigrationRequest.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a decision of the operator is possible in the state of a migration; pure. */
public final class OperatorDecisions {

  /** The answer to a decision. */
  public sealed interface Verdict {
    /** Publish it in the log. */
    record Publish(OperatorEvent event) implements Verdict {}

    /** Refuse it, with a sentence that says why and what to do. */
    record Refuse(String sentence) implements Verdict {}
  }

  private OperatorDecisions() {}

  public static Verdict approve(Migration migration, Leg leg) {
    var id = migration.id();
    if (leg == Leg.BACK_TO_REPLICA) {
      return RollbackDecision.approve(migration);
    }
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    return ended(migration)
        .or(() -> alreadyStarted(migration, leg))
        .or(() -> UnjudgedDecision.unjudged(migration, leg))
        .or(() -> alreadyBegun(migration, leg))
        .or(
            () ->
                needsApproval(migration, leg, attempt)
                    ? Optional.empty()
                    : Optional.of(
                        "%s needs no approval of %s, which begins by itself.".formatted(id, leg)))
        .or(() -> notReady(migration, leg))
        .map(OperatorDecisions::refuse)
        .orElseGet(() -> new Verdict.Publish(new CutoverApproved(leg, attempt)));
  }

  /** The approval of a leg that waits for one, whatever it is for. */
  private static boolean isAwaited(Migration migration, Leg leg) {
    return approve(migration, leg) instanceof Verdict.Publish
        || UnjudgedDecision.approve(migration, leg) instanceof Verdict.Publish;
  }

  public static Verdict retry(Migration migration, String step) {
    var failed = migration.find(StepFailed.class, step);
    if (failed.isPresent()) {
      return new Verdict.Publish(new StepRetryRequested(step, failed.get().attempt()));
    }
    var again =
        UnjudgedDecision.compareAgain(migration, step).or(() -> checkAgain(migration, step));
    if (again.isPresent()) {
      return again.get();
    }
    var others = failedSteps(migration).stream().map(StepFailed::step).toList();
    return refuse(
        others.isEmpty()
            ? "%s has no failed step %s; no step has failed.".formatted(migration.id(), step)
            : "%s has no failed step %s; failed steps are: %s."
                .formatted(migration.id(), step, String.join(", ", others)));
  }

  /** Another check of the replica or the schema, as long as the first window is not prepared. */
  private static Optional<Verdict> checkAgain(Migration migration, String step) {
    var checked =
        switch (step) {
          case "check-replica" -> migration.has(ReplicaChecked.class);
          case "rehearse-schema" -> migration.has(SchemaRehearsed.class);
          default -> false;
        };
    return checked && !migration.has(CutoverPrepared.class, Leg.TO_REPLICA)
        ? Optional.of(
            new Verdict.Publish(
                new StepRetryRequested(step, migration.attempt(AttemptSeries.step(step)))))
        : Optional.empty();
  }

  public static Verdict cancel(Migration migration, String reason) {
    if (migration.has(MigrationSettled.class)) {
      return refuse(
          "%s is settled: the app stays on the replica for good; nothing is left to cancel."
              .formatted(migration.id()));
    }
    if (migration.has(PivotReached.class, Leg.BACK_TO_REPLICA)) {
      return refuse(
          "%s is back on the replica, where the app writes; nothing is left to cancel."
              .formatted(migration.id()));
    }
    if (migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return refuse(
          "%1$s is past the pivot of TO_AURORA, and the app writes to Aurora. 'kahuna rollback %1$s' moves it back once the migration is completed."
              .formatted(migration.id()));
    }
    if (migration.has(PivotReached.class, Leg.TO_REPLICA)) {
      return refuse(
          "%1$s is past the pivot of TO_REPLICA, and the app writes to the replica, which must stay. Let the migration continue to Aurora; if something stops it, fix that on the replica and run 'kahuna copy-again %1$s'; to stay on the replica for good, run 'kahuna settle %1$s'."
              .formatted(migration.id()));
    }
    return ended(migration)
        .map(OperatorDecisions::refuse)
        .orElseGet(() -> new Verdict.Publish(new MigrationCancelled(reason)));
  }

  public static Verdict release(Migration migration) {
    var id = migration.id();
    if (migration.has(InfrastructureReleased.class)) {
      return refuse("%s is already released; nothing is left to delete.".formatted(id));
    }
    if (migration.has(ReleaseRequested.class)) {
      return refuse(
          "%1$s is already being released; 'kahuna status %1$s' shows when it is done."
              .formatted(id));
    }
    if (migration.has(MigrationCancelled.class)) {
      return refuse(
          "%s was cancelled, and Kahuna deletes what it created without a release.".formatted(id));
    }
    if (migration.has(MigrationSettled.class)) {
      return refuse(
          "%s is settled, and Kahuna deletes Aurora without a release; the replica is the app's."
              .formatted(id));
    }
    if (migration.has(CutoverCompleted.class, Leg.BACK_TO_REPLICA)) {
      return refuse(
          "%1$s is back on the replica, which is the app's. To leave the app there for good and delete Aurora, run 'kahuna settle %1$s'."
              .formatted(id));
    }
    if (migration.has(RollbackRequested.class)) {
      return refuse(
          "%s uses the replica on the way back, so nothing can be released.".formatted(id));
    }
    return migration.has(MigrationCompleted.class)
        ? new Verdict.Publish(new ReleaseRequested())
        : refuse(
            (migration.has(PivotReached.class, Leg.TO_REPLICA)
                    ? "%1$s is not completed, and it needs its hosts; release it when it is completed. If something stops it on the way to Aurora, fix that on the replica and run 'kahuna copy-again %1$s'; to stay on the replica for good, run 'kahuna settle %1$s'."
                    : "%1$s is not completed; to delete everything, run 'kahuna cancel %1$s'.")
                .formatted(id));
  }

  /** The leg that waits for approval. */
  public static Optional<Leg> awaited(Migration migration) {
    return Stream.of(Leg.values()).filter(leg -> isAwaited(migration, leg)).findFirst();
  }

  public static List<StepFailed> failedSteps(Migration migration) {
    return migration.holding().stream()
        .map(fact -> fact.event())
        .filter(StepFailed.class::isInstance)
        .map(StepFailed.class::cast)
        .toList();
  }

  static Optional<String> ended(Migration migration) {
    var id = migration.id();
    if (migration.has(MigrationSettled.class)) {
      return Optional.of("%s is settled: the app stays on the replica for good.".formatted(id));
    }
    if (migration.has(MigrationCancelled.class)) {
      return Optional.of("%s is already cancelled.".formatted(id));
    }
    if (migration.has(MigrationCompleted.class)) {
      return Optional.of("%s is already completed.".formatted(id));
    }
    if (migration.has(PreflightRejected.class)) {
      return Optional.of(
          "%s was rejected by preflight and has ended; fix the findings and request a migration with another id."
              .formatted(id));
    }
    return Optional.empty();
  }

  static Optional<String> alreadyBegun(Migration migration, Leg leg) {
    return alreadyStarted(migration, leg)
        .or(
            () ->
                migration.has(CutoverApproved.class, leg)
                        || leg == Leg.TO_AURORA && ComparisonGaps.of(migration).approved()
                    ? Optional.of(
                        "%s already has the approval of %s.".formatted(migration.id(), leg))
                    : Optional.empty());
  }

  static Optional<String> alreadyStarted(Migration migration, Leg leg) {
    var id = migration.id();
    if (migration.has(CutoverCompleted.class, leg)) {
      return Optional.of("%s has already completed %s.".formatted(id, leg));
    }
    if (migration.has(CutoverAborted.class, leg)) {
      return Optional.of(
          "%s is undoing %s; approve the next attempt when that is done.".formatted(id, leg));
    }
    if (migration.has(CutoverStarted.class, leg)) {
      return Optional.of(
          "%1$s has already begun %2$s; 'kahuna watch %1$s' follows it.".formatted(id, leg));
    }
    return Optional.empty();
  }

  static Optional<String> notReady(Migration migration, Leg leg) {
    if (leg == Leg.TO_AURORA && migration.has(SlotGivenUp.class)) {
      return Optional.of(
          "%1$s has no slot from which Aurora could follow, because it was given up; 'kahuna copy-again %1$s' copies the replica once more."
              .formatted(migration.id()));
    }
    if (leg == Leg.TO_AURORA && migration.has(ReplicationTroubled.class)) {
      return Optional.of(
          "%s has trouble with its replication; approve %s when the replication progresses again."
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
            "%s is not ready for the approval of %s; still missing: %s."
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
