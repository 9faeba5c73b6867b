package dev.kahuna.cutover;

import dev.kahuna.cutover.compare.Verification;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.AuroraFence;
import dev.kahuna.cutover.fence.ReplicaFence;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.cutover.replication.ReverseReplication;
import dev.kahuna.cutover.replication.Sequences;
import dev.kahuna.cutover.replication.TargetDrain;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Step;
import java.util.List;

/** The way back, from Aurora to the replica, and the end of it. */
final class ReturnSteps {
  private static final Leg LEG = Leg.BACK_TO_REPLICA;

  private final LegSteps legs;
  private final AuroraFence auroraFence;
  private final TargetDrain drain;
  private final Verification verification;
  private final Sequences sequences;
  private final ReplicationEnd replicationEnd;
  private final ReplicaFence replicaFence;
  private final ReverseReplication reverse;

  ReturnSteps(CutoverDatabases databases, LegSteps legs, ReverseReplication reverse) {
    this.legs = legs;
    this.reverse = reverse;
    auroraFence = new AuroraFence(databases);
    drain = new TargetDrain(databases);
    verification = new Verification(databases);
    sequences = new Sequences(databases);
    replicationEnd = new ReplicationEnd(databases, reverse);
    replicaFence = new ReplicaFence(databases);
  }

  List<Step> steps() {
    return List.of(
        legs.prepare(LEG)
            .after(RollbackRequested.class, MigrationCompleted.class)
            .after(ReverseReplicationStarted.class, Leg.TO_AURORA)
            .unless(ReleaseRequested.class)
            .saying("Saving the apps as they are, and reaching the replica behind its fence")
            .does(legs.preparing(LEG)),
        legs.open(LEG)
            .unless(ReleaseRequested.class)
            .saying("Opening the window back to the replica")
            .does(legs.opening(LEG)),
        legs.stopTraffic(LEG),
        legs.inWindow(LEG, "fence-aurora", TrafficStopped.class, SourceFenced.class)
            .saying("Closing Aurora to the app and ending its sessions")
            .does(auroraFence::run),
        legs.inWindow(LEG, "drain-replica", SourceFenced.class, TargetDrained.class)
            .saying("Waiting to read on the replica a row written on Aurora behind its fence")
            .does(m -> drain.run(m, LEG)),
        legs.inWindow(LEG, "verify-data-back", TargetDrained.class, DataVerified.class)
            .saying("Comparing behind the fence what there is time for")
            .does(m -> verification.run(m, LEG)),
        legs.inWindow(LEG, "advance-sequences-back", DataVerified.class, SequencesAdvanced.class)
            .saying("Advancing every sequence of the replica to Aurora's")
            .does(m -> sequences.run(m, LEG)),
        legs.inWindow(
                LEG, "stop-reverse-replication", SequencesAdvanced.class, ReplicationStopped.class)
            .saying("Disabling the replica's subscription")
            .does(m -> replicationEnd.disable(m, LEG)),
        legs.inWindow(LEG, "open-replica", ReplicationStopped.class, ReplicaOpened.class)
            .saying("Opening the replica for the app again")
            .does(replicaFence::reopen),
        legs.repoint(LEG, ReplicaOpened.class),
        legs.pivot(LEG),
        legs.resume(LEG),
        legs.complete(LEG));
  }

  List<Step> end() {
    return List.of(
        Step.named("drop-reverse-replication")
            .after(ReverseReplicationStarted.class, Leg.TO_AURORA)
            .after(MigrationCompleted.class)
            .yields(ReverseReplicationDropped.class)
            .onlyIf(ReturnSteps::isNoLongerNeeded)
            .saying("Dropping the replica's subscription to Aurora, its slot, publication and role")
            .retrying(Retries.ENDURING)
            .evenIfCancelled()
            .does(reverse::drop));
  }

  /** When the app has gone back, or a release says that it will not. */
  private static boolean isNoLongerNeeded(Migration migration) {
    return migration.has(CutoverCompleted.class, LEG)
        || (migration.has(ReleaseRequested.class) && !migration.has(CutoverStarted.class, LEG));
  }
}
