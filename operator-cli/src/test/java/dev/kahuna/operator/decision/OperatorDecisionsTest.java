package dev.kahuna.operator.decision;

import static dev.kahuna.operator.command.Facts.migration;
import static dev.kahuna.operator.command.Facts.plus;
import static dev.kahuna.operator.command.Facts.replicaReady;
import static dev.kahuna.operator.command.Facts.replicationReady;
import static dev.kahuna.operator.command.Facts.requested;
import static dev.kahuna.operator.command.Facts.windowOpen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.fault.Survives;
import dev.kahuna.operator.command.Facts;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.SecretRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorDecisionsTest {
  private static final StepFailed FAILED =
      new StepFailed("launch-replica-host", 2, FailureKind.REJECTED, "no rights", Optional.empty());

  @Test
  void onlyACompletedMigrationIsReleased() {
    var completed = plus(requested(), new MigrationCompleted());
    published(OperatorDecisions.release(migration(completed)), new ReleaseRequested());
    refused(
        OperatorDecisions.release(migration(plus(completed, new ReleaseRequested()))),
        "shop-2026 is already being released; 'kahuna status shop-2026' shows when it is done.");
    refused(
        OperatorDecisions.release(
            migration(
                plus(completed, new ReleaseRequested(), new InfrastructureReleased(List.of())))),
        "shop-2026 is already released; nothing is left to delete.");
    refused(
        OperatorDecisions.release(migration(requested())),
        "shop-2026 is not completed; to delete everything, run 'kahuna cancel shop-2026'.");
    refused(
        OperatorDecisions.release(migration(plus(requested(), new MigrationCancelled("why")))),
        "shop-2026 was cancelled, and Kahuna deletes what it created without a release.");
  }

  @Test
  void whatWaitsIsApproved() {
    published(
        OperatorDecisions.approve(migration(replicaReady()), Leg.TO_REPLICA),
        approved(Leg.TO_REPLICA, 1));
    published(
        OperatorDecisions.approve(migration(replicationReady()), Leg.TO_AURORA),
        approved(Leg.TO_AURORA, 1));
  }

  @Test
  void theNextAttemptIsApprovedByItsNumber() {
    var undone =
        plus(
            windowOpen(Leg.TO_REPLICA, replicaReady()),
            new CutoverAborted(Leg.TO_REPLICA, 1, "budget"),
            new CutoverUndone(Leg.TO_REPLICA, 1, "budget", 60_000, 0, Facts.NOON));
    published(
        OperatorDecisions.approve(migration(undone), Leg.TO_REPLICA), approved(Leg.TO_REPLICA, 2));
  }

  @Test
  void aLostReplicaMustCatchUpBeforeTheNextAttempt() {
    var undone =
        plus(
            windowOpen(Leg.TO_REPLICA, replicaReady()),
            new CutoverUndone(Leg.TO_REPLICA, 1, "budget", 60_000, 1, Facts.NOON));
    refused(
        OperatorDecisions.approve(migration(undone), Leg.TO_REPLICA),
        "shop-2026 is not ready for the approval of TO_REPLICA; still missing:"
            + " standby-started, replica-caught-up.");
    var rebuilt = plus(undone, new StandbyStarted(2, 5432), new ReplicaCaughtUp(2, new Lsn(1), 0));
    published(
        OperatorDecisions.approve(migration(rebuilt), Leg.TO_REPLICA), approved(Leg.TO_REPLICA, 2));
  }

  @Test
  void withoutAStandbyNoneIsAwaited() {
    var request = Facts.with(Examples.requestWithoutStandby(), Approval.REQUIRED);
    var requested = List.<MigrationEvent>of(new MigrationRequested(request));
    refused(
        OperatorDecisions.approve(migration(requested), Leg.TO_REPLICA),
        "shop-2026 is not ready for the approval of TO_REPLICA; still missing:"
            + " target-created, replica-caught-up.");
  }

  @Survives(
      fault = 34,
      done = "a leg that does not wait is approved",
      held = "a sentence that says why; nothing is published")
  @Test
  void whatDoesNotWaitIsNotApproved() {
    refused(
        OperatorDecisions.approve(migration(requested()), Leg.TO_REPLICA),
        "shop-2026 is not ready for the approval of TO_REPLICA; still missing:"
            + " target-created, standby-started, replica-caught-up.");
    refused(
        OperatorDecisions.approve(migration(replicaReady()), Leg.TO_AURORA),
        "shop-2026 is not ready for the approval of TO_AURORA; still missing:"
            + " replication-caught-up.");
    refused(
        OperatorDecisions.approve(
            migration(plus(replicaReady(), approved(Leg.TO_REPLICA, 1))), Leg.TO_REPLICA),
        "shop-2026 already has the approval of TO_REPLICA.");
    refused(
        OperatorDecisions.approve(
            migration(windowOpen(Leg.TO_REPLICA, replicaReady())), Leg.TO_REPLICA),
        "shop-2026 has already begun TO_REPLICA; 'kahuna watch shop-2026' follows it.");
    refused(
        OperatorDecisions.approve(migration(replicationReady()), Leg.TO_REPLICA),
        "shop-2026 has already completed TO_REPLICA.");
    refused(
        OperatorDecisions.approve(migration(replicationReady()), Leg.BACK_TO_REPLICA),
        "shop-2026 is not waiting for the approval of BACK_TO_REPLICA.");
    refused(
        OperatorDecisions.approve(
            migration(List.of(new MigrationRequested(Facts.request(Approval.AUTOMATIC)))),
            Leg.TO_REPLICA),
        "shop-2026 needs no approval of TO_REPLICA, which begins by itself.");
  }

  @Test
  void troubleHoldsTheApprovalOfAuroraBack() {
    var troubled = plus(replicationReady(), new ReplicationTroubled(1, "duplicate key"));
    refused(
        OperatorDecisions.approve(migration(troubled), Leg.TO_AURORA),
        "shop-2026 has trouble with its replication; approve TO_AURORA when the replication"
            + " progresses again.");
    published(
        OperatorDecisions.approve(
            migration(plus(troubled, new ReplicationHealed(1))), Leg.TO_AURORA),
        approved(Leg.TO_AURORA, 1));
  }

  @Test
  void aFailedStepIsRetriedByTheNumberOfItsFailure() {
    published(
        OperatorDecisions.retry(migration(plus(requested(), FAILED)), "launch-replica-host"),
        new StepRetryRequested("launch-replica-host", 2));
  }

  @Test
  void aStepThatHasNotFailedIsNotRetried() {
    refused(
        OperatorDecisions.retry(migration(requested()), "copy-data"),
        "shop-2026 has no failed step copy-data; no step has failed.");
    refused(
        OperatorDecisions.retry(migration(plus(requested(), FAILED)), "copy-data"),
        "shop-2026 has no failed step copy-data; failed steps are: launch-replica-host.");
    refused(
        OperatorDecisions.retry(
            migration(plus(requested(), FAILED, new StepRetryRequested("launch-replica-host", 2))),
            "launch-replica-host"),
        "shop-2026 has no failed step launch-replica-host; no step has failed.");
  }

  @Test
  void aMigrationIsCancelledOnce() {
    published(
        OperatorDecisions.cancel(migration(requested()), "why"), new MigrationCancelled("why"));
    refused(
        OperatorDecisions.cancel(
            migration(plus(requested(), new MigrationCancelled("why"))), "again"),
        "shop-2026 is already cancelled.");
  }

  @Test
  void whatIsOverIsNotCancelled() {
    refused(
        OperatorDecisions.cancel(
            migration(plus(requested(), new PivotReached(Leg.TO_REPLICA, 1))), "late"),
        "shop-2026 is past the pivot of TO_REPLICA, and the app writes to the replica, which must"
            + " stay. Let the migration continue to Aurora; if something stops it, fix that on the"
            + " replica and run 'kahuna copy-again shop-2026'; to stay on the replica for good, run"
            + " 'kahuna settle shop-2026'.");
    refused(
        OperatorDecisions.cancel(
            migration(plus(replicationReady(), new PivotReached(Leg.TO_AURORA, 1))), "late"),
        "shop-2026 is past the pivot of TO_AURORA, and the app writes to Aurora. 'kahuna rollback"
            + " shop-2026' moves it back once the migration is completed.");
    refused(
        OperatorDecisions.cancel(migration(plus(requested(), new MigrationCompleted())), "late"),
        "shop-2026 is already completed.");
    refused(
        OperatorDecisions.cancel(
            migration(plus(requested(), new PreflightRejected(List.of()))), "late"),
        "shop-2026 was rejected by preflight and has ended; fix the findings and request a"
            + " migration with another id.");
  }

  private static MigrationEvent approved(Leg leg, int attempt) {
    return new CutoverApproved(leg, attempt);
  }

  @Test
  void theReplicaMayBeCheckedAgainBeforeItsWindowIsPrepared() {
    var checked =
        new ReplicaChecked("shop", "shop", 1, 1, 14, List.of(1L), List.of(), List.of(), List.of());
    var facts = plus(replicaReady(), checked);
    var again = new StepRetryRequested("check-replica", 1);
    published(OperatorDecisions.retry(migration(facts), "check-replica"), again);
    assertThat(migration(plus(facts, again)).has(ReplicaChecked.class)).isFalse();
    var prepared =
        new CutoverPrepared(Leg.TO_REPLICA, 1, List.of(), new SecretRef("env:X"), List.of());
    assertThat(OperatorDecisions.retry(migration(plus(facts, prepared)), "check-replica"))
        .isInstanceOf(Verdict.Refuse.class);
  }

  private static void published(Verdict verdict, MigrationEvent event) {
    assertThat(verdict).isEqualTo(new Verdict.Publish((OperatorEvent) event));
  }

  private static void refused(Verdict verdict, String sentence) {
    assertThat(verdict).isEqualTo(new Verdict.Refuse(sentence));
  }
}
