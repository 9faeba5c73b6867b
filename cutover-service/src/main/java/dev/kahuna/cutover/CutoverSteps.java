package dev.kahuna.cutover;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.compare.CompareData;
import dev.kahuna.cutover.compare.Verification;
import dev.kahuna.cutover.copy.ClearCopy;
import dev.kahuna.cutover.copy.DropPublication;
import dev.kahuna.cutover.copy.GiveUpCopy;
import dev.kahuna.cutover.copy.SlotForCopy;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.replica.CheckReplica;
import dev.kahuna.cutover.replica.Promotion;
import dev.kahuna.cutover.replica.RebuildIndexes;
import dev.kahuna.cutover.replica.StandbyFreeze;
import dev.kahuna.cutover.replica.WalDrain;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.cutover.replication.ReverseReplication;
import dev.kahuna.cutover.replication.Sequences;
import dev.kahuna.cutover.replication.TargetDrain;
import dev.kahuna.cutover.window.StaleWindowGuard;
import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicaPromoted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.StandbyFollowing;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.migration.AppSite;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Both cutovers, in the order of the runbook, and the way back. */
final class CutoverSteps {
  private final LegSteps legs;
  private final WalDrain walDrain;
  private final StandbyFreeze standbyFreeze;
  private final Promotion promotion;
  private final CheckReplica checkReplica;
  private final RebuildIndexes rebuildIndexes;
  private final PublicationAndSlot publicationAndSlot;
  private final ClearCopy clearCopy;
  private final SlotForCopy slotForCopy;
  private final DropPublication dropPublication;
  private final CompareData compareData;
  private final TargetDrain targetDrain;
  private final Verification verification;
  private final Sequences sequences;
  private final ReplicationEnd replicationEnd;
  private final ReverseReplication reverse;
  private final ReturnSteps back;
  private final StaleWindowGuard staleWindows;

  CutoverSteps(
      CutoverDatabases databases,
      HerokuApps apps,
      Secrets secrets,
      Clock clock,
      BiConsumer<String, Telemetry> telemetry) {
    legs = new LegSteps(databases, apps, secrets, clock);
    staleWindows = new StaleWindowGuard(secrets, clock);
    reverse = new ReverseReplication(databases, secrets);
    back = new ReturnSteps(databases, legs, reverse);
    walDrain = new WalDrain(databases);
    standbyFreeze = new StandbyFreeze(databases);
    promotion = new Promotion(databases);
    checkReplica = new CheckReplica(databases, apps, telemetry, clock);
    rebuildIndexes = new RebuildIndexes(databases);
    publicationAndSlot = new PublicationAndSlot(databases, secrets);
    clearCopy = new ClearCopy(databases);
    slotForCopy = new SlotForCopy(databases, publicationAndSlot);
    dropPublication = new DropPublication(databases, standbyFreeze);
    compareData = new CompareData(databases, telemetry, clock);
    targetDrain = new TargetDrain(databases);
    verification = new Verification(databases, legs.sameSchema());
    sequences = new Sequences(databases);
    replicationEnd = new ReplicationEnd(databases, reverse);
  }

  /** The service's steps. */
  Saga saga() {
    var steps =
        Stream.of(
                toReplica(),
                legs.undo(Leg.TO_REPLICA),
                copyAgain(),
                settle(),
                toAurora(),
                legs.undo(Leg.TO_AURORA),
                end(),
                back.steps(),
                legs.undo(Leg.BACK_TO_REPLICA),
                back.end())
            .flatMap(List::stream)
            .map(staleWindows::guarded)
            .toList();
    return new Saga("cutover-service", steps);
  }

  private List<Step> toReplica() {
    var leg = Leg.TO_REPLICA;
    return List.of(
        Step.named(CheckReplica.NAME)
            .after(ReplicaCaughtUp.class, StandbyStarted.class)
            .yields(ReplicaChecked.class)
            .within(Duration.ofDays(3))
            .retrying(Retries.LASTING)
            .saying(
                "Checking for libraries that the host lacks, and for text that it sorts"
                    + " differently")
            .does(checkReplica::run),
        legs.prepare(leg)
            .after(ReplicaChecked.class, SchemaRehearsed.class, ReplicaCaughtUp.class)
            .after(StandbyStarted.class, TargetCreated.class)
            .yields(RehearsalVoided.class)
            .saying(
                "Saving the state of the apps, and connecting to the replica with their future"
                    + " credentials")
            .does(legs.preparing(leg)),
        legs.openOnRehearsedSchema(leg).does(legs.opening(leg)),
        legs.stopTraffic(leg),
        legs.fence(
            leg, "fence-heroku", "Making Heroku's database read-only, and ending its sessions"),
        legs.inWindow(leg, "drain-wal", SourceFenced.class, ReplicaDrained.class)
            .saying("Pushing the last WAL to the archive, and waiting until it is replayed")
            .does(walDrain::run),
        legs.inWindow(leg, "freeze-standby", ReplicaDrained.class, StandbyFrozen.class)
            .saying("Pausing the standby's replay at the point from which data is copied")
            .does(standbyFreeze::run),
        legs.inWindow(leg, "promote-replica", ReplicaDrained.class, ReplicaPromoted.class)
            .after(StandbyFrozen.class, leg)
            .saying("Promoting the replica, and lifting the fence there")
            .does(promotion::run),
        legs.inWindow(leg, "rebuild-indexes", ReplicaPromoted.class, IndexesRebuilt.class)
            .within(Duration.ofMinutes(5))
            .saying(
                "Proving indexes that are new since the check, and rebuilding those whose order"
                    + " follows another host's libraries")
            .does(rebuildIndexes::run),
        legs.inWindow(leg, "create-slot", IndexesRebuilt.class, SlotCreated.class)
            .saying("Creating publication and slot before the first new write")
            .does(publicationAndSlot::run),
        legs.repoint(leg, SlotCreated.class),
        legs.pivot(leg),
        legs.resume(leg),
        legs.complete(leg));
  }

  /** What begins another copy to Aurora: no window, no outage, as often as needed. */
  private List<Step> copyAgain() {
    return List.of(
        Step.named("give-up-copy")
            .after(CopyAgainRequested.class)
            .after(CutoverCompleted.class, Leg.TO_REPLICA)
            .unless(CutoverStarted.class, Leg.TO_AURORA)
            .unless(PivotReached.class, Leg.TO_AURORA)
            .yields(CopyGivenUp.class)
            .inLane(LegSteps.LANE)
            .saying("Giving up the copy, so that it can begin once more")
            .does(GiveUpCopy::run),
        Step.named("clear-copy")
            .after(CutoverCompleted.class, Leg.TO_REPLICA)
            .after(TargetCreated.class)
            .unless(PivotReached.class, Leg.TO_AURORA)
            .yields(CopyCleared.class)
            .onlyIf(ClearCopy::isNeeded)
            .within(Duration.ofHours(2))
            .retrying(Retries.LASTING)
            .saying("Dropping what the earlier copy left on Aurora, and its slot on the replica")
            .does(clearCopy::run),
        Step.named("create-slot-again")
            .after(CopyCleared.class)
            .after(StandbyFollowing.class)
            .unless(PivotReached.class, Leg.TO_AURORA)
            .yields(SlotCreated.class, Leg.TO_REPLICA)
            .within(Duration.ofMinutes(6))
            .retrying(Retries.LASTING)
            .saying("Pausing the standby, and creating another slot on the replica")
            .does(slotForCopy::run));
  }

  /** What lets the app stay on the replica for good. */
  private List<Step> settle() {
    return List.of(
        Step.named("settle")
            .after(SettleRequested.class)
            .onlyIf(AppSite::canStayOnReplica)
            .yields(MigrationSettled.class)
            .inLane(LegSteps.LANE)
            .saying("Leaving the app on the replica for good")
            .does(migration -> StepOutcome.done(new MigrationSettled())),
        Step.named("drop-publication")
            .after(MigrationSettled.class)
            .evenIfSettled()
            .yields(PublicationDropped.class)
            .within(Duration.ofMinutes(2))
            .retrying(Retries.ENDURING)
            .saying("Ending what the replica keeps for Aurora, and letting the standby follow it")
            .does(dropPublication::run));
  }

  private List<Step> toAurora() {
    var leg = Leg.TO_AURORA;
    return List.of(
        Step.named(CompareData.NAME)
            .after(ReplicationCaughtUp.class)
            .after(CutoverCompleted.class, Leg.TO_REPLICA)
            .unless(ReplicationTroubled.class, SlotGivenUp.class)
            .yields(DataCompared.class, leg)
            .within(Duration.ofDays(3))
            .unless(PivotReached.class, leg)
            .retrying(Retries.LASTING)
            .saying("Comparing every row of replica and Aurora while the app writes")
            .does(compareData::run),
        legs.prepare(leg)
            .after(DataCompared.class, leg)
            .unless(ReplicationTroubled.class, SlotGivenUp.class)
            .saying(
                "Saving the state of the apps, and connecting to Aurora with their future"
                    + " credentials")
            .does(legs.preparing(leg)),
        legs.open(leg)
            .after(DataCompared.class, leg)
            .unless(ReplicationTroubled.class, SlotGivenUp.class)
            .does(legs.opening(leg)),
        legs.stopTraffic(leg),
        legs.fence(
            leg, "fence-replica", "Closing the replica to everyone except Aurora's replication"),
        legs.inWindow(leg, "drain-target", SourceFenced.class, TargetDrained.class)
            .saying("Waiting until Aurora shows a row written on the replica after its fence")
            .does(m -> targetDrain.run(m, leg)),
        legs.inWindow(leg, "verify-data", TargetDrained.class, DataVerified.class)
            .saying("Comparing again after the fence, as far as time allows")
            .does(m -> verification.run(m, leg)),
        legs.inWindow(leg, "advance-sequences", DataVerified.class, SequencesAdvanced.class)
            .saying("Advancing every sequence of Aurora to the replica's")
            .does(m -> sequences.run(m, leg)),
        legs.inWindow(leg, "stop-replication", SequencesAdvanced.class, ReplicationStopped.class)
            .saying("Disabling the subscription")
            .does(m -> replicationEnd.disable(m, leg)),
        legs.inWindow(
                leg,
                "start-reverse-replication",
                ReplicationStopped.class,
                ReverseReplicationStarted.class)
            .saying("Preparing the way back before the first write on Aurora")
            .does(reverse::start),
        legs.repoint(leg, ReverseReplicationStarted.class),
        legs.pivot(leg),
        legs.resume(leg),
        legs.complete(leg));
  }

  private List<Step> end() {
    return List.of(
        Step.named("end-replication")
            .after(CutoverCompleted.class, Leg.TO_AURORA)
            .yields(MigrationCompleted.class)
            .saying("Dropping the subscription and its slot, and letting the replica follow Aurora")
            .retrying(Retries.ENDURING)
            .evenIfCancelled()
            .does(replicationEnd::drop));
  }
}
