package dev.kahuna.cutover;

import dev.kahuna.cutover.compare.Verification;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.ReopenReplica;
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
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Step;
import java.util.List;

/** The way back, from Aurora to the replica, and its end. */
final class ReturnSteps {
  private static final Leg LEG = Leg.BACK_TO_REPLICA;

  private final LegSteps legs;
  private final TargetDrain drain;
  private final Verification verification;
  private final Sequences sequences;
  private final ReplicationEnd replicationEnd;
  private final ReopenReplica reopenReplica;
  private final ReverseReplication reverse;

  ReturnSteps(CutoverDatabases databases, LegSteps legs, ReverseReplication reverse) {
    this.legs = legs;
    this.reverse = reverse;
    drain = new TargetDrain(databases);
    verification = new Verification(databases, legs.sameSchema());
    sequences = new Sequences(databases);
    replicationEnd = new ReplicationEnd(databases, reverse);
    reopenReplica = new ReopenReplica(databases);
  }

  List<Step> steps() {
    return List.of(
        legs.prepare(LEG)
            .after(RollbackRequested.class, MigrationCompleted.class)
            .after(ReverseReplicationStarted.class, Leg.TO_AURORA)
            .unless(ReleaseRequested.class)
            .saying("Saving the state of the apps, and connecting to the replica through its fence")
            .does(legs.preparing(LEG)),
        legs.open(LEG).unless(ReleaseRequested.class).does(legs.opening(LEG)),
        legs.stopTraffic(LEG),
        legs.fence(LEG, "fence-aurora", "Closing Aurora to the app, and ending its sessions"),
        legs.inWindow(LEG, "drain-replica", SourceFenced.class, TargetDrained.class)
            .saying("Waiting until the replica shows a row written on Aurora after its fence")
            .does(m -> drain.run(m, LEG)),
        legs.inWindow(LEG, "verify-data-back", TargetDrained.class, DataVerified.class)
            .saying("Comparing after the fence, as far as time allows")
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
            .does(reopenReplica::run),
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

  /** Once the app has gone back, or a release has ruled that out. */
  private static boolean isNoLongerNeeded(Migration migration) {
    return migration.has(CutoverCompleted.class, LEG)
        || (migration.has(ReleaseRequested.class) && !migration.has(CutoverStarted.class, LEG));
  }
}
