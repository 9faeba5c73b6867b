package dev.kahuna.monitor;

import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;

import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicaLost;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.monitor.olddatabase.OldDatabaseWatch;
import dev.kahuna.monitor.olddatabase.ReverseSlotWatch;
import dev.kahuna.monitor.replay.ReplayWatch;
import dev.kahuna.monitor.replication.ReplicationWatch;
import dev.kahuna.monitor.slot.SlotGuard;
import dev.kahuna.monitor.wayback.WayBackWatch;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The steps of replication-monitor, in the order of the runbook. */
record MonitorSteps(
    ReplayWatch replay,
    ReplicationWatch replication,
    SlotGuard slots,
    OldDatabaseWatch oldDatabases,
    ReverseSlotWatch reverseSlot,
    WayBackWatch wayBack) {
  private static final Duration LIMIT = Duration.ofSeconds(45);

  Saga saga() {
    var left = new OldDatabaseSteps(oldDatabases, reverseSlot, wayBack).steps();
    return new Saga(
        "replication-monitor",
        Stream.of(replaying(), replicating(), left).flatMap(List::stream).toList());
  }

  private static Step.Declaration watching(String name) {
    return Step.named(name).retrying(Retries.WATCHING);
  }

  private List<Step> replaying() {
    return List.of(
        watching("watch-replay")
            .after(ReplicaStarted.class)
            .unless(PivotReached.class, TO_REPLICA)
            .saying("Measuring how far the replica's replay is behind Heroku")
            .within(LIMIT)
            .does(replay::watch),
        watching("await-replay")
            .after(ReplicaStarted.class)
            .unless(PivotReached.class, TO_REPLICA)
            .yields(ReplicaCaughtUp.class)
            .saying("Waiting until the replica has replayed everything in the archive")
            .does(replay::awaitCaughtUp),
        watching("await-lost-replica")
            .after(ReplicaStarted.class)
            .unless(CutoverStarted.class, TO_REPLICA)
            .unless(PivotReached.class, TO_REPLICA)
            .yields(ReplicaLost.class)
            .saying("Watching for a promotion of the replica outside a window")
            .does(replay::awaitLost));
  }

  private List<Step> replicating() {
    return List.of(
        watching("guard-slot")
            .after(SlotCreated.class, TO_REPLICA)
            .unless(SourceFenced.class, TO_AURORA)
            .unless(PivotReached.class, TO_AURORA)
            .yields(SlotGivenUp.class)
            .evenIfCancelled()
            .within(LIMIT)
            .saying("Checking that WAL kept by slots does not fill the replica's volume")
            .does(slots::guard),
        watching("watch-replication")
            .after(SubscriptionStarted.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationStopped.class, TO_AURORA)
            .saying("Measuring how far Aurora is behind the replica")
            .within(LIMIT)
            .does(replication::watch),
        watching("await-replication")
            .after(SubscriptionStarted.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationTroubled.class)
            .yields(ReplicationCaughtUp.class)
            .saying(
                "Waiting until every table is ready and Aurora is within a second of the replica")
            .does(replication::awaitCaughtUp),
        watching("watch-for-trouble")
            .after(SubscriptionStarted.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationStopped.class, TO_AURORA)
            .yields(ReplicationTroubled.class)
            .saying("Watching logical replication for trouble")
            .does(replication::awaitTrouble),
        watching("watch-for-healing")
            .after(SubscriptionStarted.class, ReplicationTroubled.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationStopped.class, TO_AURORA)
            .yields(ReplicationHealed.class)
            .saying("Waiting until logical replication works again")
            .does(replication::awaitHealing));
  }
}
