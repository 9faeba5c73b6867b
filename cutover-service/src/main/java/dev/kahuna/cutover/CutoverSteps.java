package dev.kahuna.cutover;

import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverRolledBack;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicaPromoted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Both cutovers, in the order of the runbook.
 *
 * <p>All acts of a window share a lane, so that the undo never runs beside what it undoes. Each is
 * given seconds; the window's deadline ends them all. From the pivot on there is no deadline and no
 * undo.
 */
final class CutoverSteps {
  private static final String LANE = "window";
  private static final Duration ONE_RUN = Duration.ofSeconds(10);

  /** Of a call to Heroku or a database; it may still be under way when its caller is gone. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private final Preparation preparation;
  private final Window window;
  private final StopTraffic stopTraffic;
  private final HerokuFence herokuFence;
  private final WalDrain walDrain;
  private final StandbyFreeze standbyFreeze;
  private final Promotion promotion;
  private final PublicationAndSlot publicationAndSlot;
  private final ReplicaFence replicaFence;
  private final TargetDrain targetDrain;
  private final Verification verification;
  private final Sequences sequences;
  private final ReplicationEnd replicationEnd;
  private final Repoint repoint;
  private final Pivot pivot;
  private final ResumeTraffic resumeTraffic;
  private final Undo undo;

  CutoverSteps(CutoverDatabases databases, HerokuApps apps, Secrets secrets, Clock clock) {
    preparation = new Preparation(databases, apps, secrets);
    window = new Window(databases, secrets, clock);
    stopTraffic = new StopTraffic(apps);
    herokuFence = new HerokuFence(databases);
    walDrain = new WalDrain(databases);
    standbyFreeze = new StandbyFreeze(databases);
    promotion = new Promotion(databases);
    publicationAndSlot = new PublicationAndSlot(databases, secrets);
    replicaFence = new ReplicaFence(databases);
    targetDrain = new TargetDrain(databases);
    verification = new Verification(databases);
    sequences = new Sequences(databases);
    replicationEnd = new ReplicationEnd(databases);
    repoint = new Repoint(databases, apps, secrets);
    pivot = new Pivot(databases, clock);
    resumeTraffic = new ResumeTraffic(databases, apps, secrets, window, clock);
    undo = new Undo(databases, apps, secrets, window, clock);
  }

  /** The service's steps. */
  Saga saga() {
    var steps =
        Stream.of(toReplica(), undo(Leg.TO_REPLICA), toAurora(), undo(Leg.TO_AURORA), end())
            .flatMap(List::stream)
            .toList();
    return new Saga("cutover-service", steps);
  }

  private List<Step> toReplica() {
    var leg = Leg.TO_REPLICA;
    return List.of(
        prepare(leg)
            .after(ReplicaCaughtUp.class, StandbyStarted.class, TargetCreated.class)
            .saying("Saving the apps as they are, and reaching the replica as they will")
            .does(m -> preparation.run(m, leg)),
        open(leg).saying("Opening the window to the replica").does(m -> window.open(m, leg)),
        stopTraffic(leg),
        inWindow(leg, "fence-heroku", TrafficStopped.class, SourceFenced.class)
            .saying("Making Heroku's database read-only and ending its sessions")
            .does(herokuFence::run),
        inWindow(leg, "drain-wal", SourceFenced.class, ReplicaDrained.class)
            .saying("Pushing out the last WAL and waiting until replica and standby replayed it")
            .does(walDrain::run),
        inWindow(leg, "freeze-standby", ReplicaDrained.class, StandbyFrozen.class)
            .saying("Pausing the standby's replay at the point from which data is copied")
            .does(standbyFreeze::run),
        inWindow(leg, "promote-replica", StandbyFrozen.class, ReplicaPromoted.class)
            .saying("Promoting the replica and lifting the fence there")
            .does(promotion::run),
        inWindow(leg, "create-slot", ReplicaPromoted.class, SlotCreated.class)
            .saying("Making publication and slot before the first new write")
            .does(publicationAndSlot::run),
        repoint(leg, SlotCreated.class),
        pivot(leg),
        resume(leg),
        complete(leg));
  }

  private List<Step> toAurora() {
    var leg = Leg.TO_AURORA;
    return List.of(
        prepare(leg)
            .after(ReplicationCaughtUp.class)
            .after(CutoverCompleted.class, Leg.TO_REPLICA)
            .unless(ReplicationTroubled.class)
            .saying("Saving the apps as they are, and reaching Aurora as they will")
            .does(m -> preparation.run(m, leg)),
        open(leg)
            .unless(ReplicationTroubled.class)
            .saying("Opening the window to Aurora")
            .does(m -> window.open(m, leg)),
        stopTraffic(leg),
        inWindow(leg, "fence-replica", TrafficStopped.class, SourceFenced.class)
            .saying("Closing the replica to everybody but Aurora's replication")
            .does(replicaFence::run),
        inWindow(leg, "drain-target", SourceFenced.class, TargetDrained.class)
            .saying("Waiting to read on Aurora a row written on the replica behind its fence")
            .does(targetDrain::run),
        inWindow(leg, "verify-data", TargetDrained.class, DataVerified.class)
            .saying("Comparing tables and row counts of both sides")
            .does(verification::run),
        inWindow(leg, "advance-sequences", DataVerified.class, SequencesAdvanced.class)
            .saying("Advancing every sequence of Aurora to the replica's")
            .does(sequences::run),
        inWindow(leg, "stop-replication", SequencesAdvanced.class, ReplicationStopped.class)
            .saying("Disabling the subscription")
            .does(replicationEnd::disable),
        repoint(leg, ReplicationStopped.class),
        pivot(leg),
        resume(leg),
        complete(leg));
  }

  private List<Step> end() {
    return List.of(
        Step.named("end-replication")
            .after(CutoverCompleted.class, Leg.TO_AURORA)
            .yields(MigrationCompleted.class)
            .saying("Dropping the subscription and its slot")
            .retrying(Retries.ENDURING)
            .evenIfCancelled()
            .does(replicationEnd::drop));
  }

  private List<Step> undo(Leg leg) {
    return List.of(
        Step.named("abort" + suffix(leg))
            .after(CutoverStarted.class, leg)
            .unless(PivotReached.class, leg)
            .yields(CutoverAborted.class, leg)
            .onlyIf(m -> Window.isLost(m, leg))
            .saying("Deciding to undo the window")
            .evenIfCancelled()
            .inLane(LANE)
            .does(m -> window.abort(m, leg)),
        undoing(leg, "restore-writes")
            .after(CutoverAborted.class, leg)
            .yields(WritesRestored.class, leg)
            .saying("Letting the old database take writes again")
            .does(m -> undo.restoreWrites(m, leg)),
        undoing(leg, "roll-back")
            .after(WritesRestored.class, leg)
            .yields(CutoverRolledBack.class, leg)
            .saying("Giving the apps their config, processes and traffic back")
            .does(m -> undo.rollBack(m, leg)));
  }

  private static Step.Declaration prepare(Leg leg) {
    return Step.named("prepare" + suffix(leg))
        .yields(CutoverPrepared.class, leg)
        .waitingAt(new Approval(leg))
        .within(Duration.ofMinutes(1));
  }

  private static Step.Declaration open(Leg leg) {
    return Step.named("open-window" + suffix(leg))
        .after(CutoverPrepared.class, leg)
        .yields(CutoverStarted.class, leg)
        .onlyIf(m -> m.unreadable() == 0)
        .within(ONE_RUN)
        .inLane(LANE)
        .settling(LONGEST_CALL);
  }

  private Step stopTraffic(Leg leg) {
    return inWindow(leg, "stop-traffic" + suffix(leg), CutoverStarted.class, TrafficStopped.class)
        .saying("Maintenance on, workers and one-off dynos stopped")
        .does(m -> stopTraffic.run(m, leg));
  }

  private Step repoint(Leg leg, Class<? extends MigrationEvent> after) {
    return inWindow(leg, "repoint" + suffix(leg), after, AppRepointed.class)
        .saying("Giving the apps the new database and waiting for their release")
        .does(m -> repoint.run(m, leg));
  }

  private Step pivot(Leg leg) {
    return inWindow(leg, "pivot" + suffix(leg), AppRepointed.class, PivotReached.class)
        .saying("Deciding that the new database takes over")
        .does(m -> pivot.run(m, leg));
  }

  private Step resume(Leg leg) {
    return forward(leg, "resume", PivotReached.class, TrafficResumed.class)
        .saying("Workers back, maintenance off")
        .settling(LONGEST_CALL)
        .does(m -> resumeTraffic.run(m, leg));
  }

  private Step complete(Leg leg) {
    return forward(leg, "complete", TrafficResumed.class, CutoverCompleted.class)
        .saying("Looking for the app's sessions on the new database")
        .does(m -> resumeTraffic.complete(m, leg));
  }

  /** Between the opening and the pivot: within the budget, undone when it fails. */
  private static Step.Declaration inWindow(
      Leg leg,
      String name,
      Class<? extends MigrationEvent> after,
      Class<? extends MigrationEvent> yields) {
    return Step.named(name)
        .after(after, leg)
        .unless(CutoverAborted.class, leg)
        .yields(yields, leg)
        .ofWindow(leg)
        .before(m -> Window.deadline(m, leg))
        .retrying(Retries.IN_WINDOW)
        .within(ONE_RUN)
        .inLane(LANE)
        .settling(LONGEST_CALL);
  }

  /** Behind the pivot: no deadline, no undo. */
  private static Step.Declaration forward(
      Leg leg,
      String name,
      Class<? extends MigrationEvent> after,
      Class<? extends MigrationEvent> yields) {
    return Step.named(name + suffix(leg))
        .after(after, leg)
        .yields(yields, leg)
        .retrying(Retries.ENDURING)
        .within(ONE_RUN)
        .inLane(LANE)
        .evenIfCancelled();
  }

  private static Step.Declaration undoing(Leg leg, String name) {
    return Step.named(name + suffix(leg))
        .retrying(Retries.ENDURING)
        .within(ONE_RUN)
        .inLane(LANE)
        .settling(LONGEST_CALL)
        .evenIfCancelled();
  }

  private static String suffix(Leg leg) {
    return "-" + leg.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
