package dev.kahuna.monitor;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.MonitorEvent.WayBackWhole;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.monitor.olddatabase.OldDatabaseWatch;
import dev.kahuna.monitor.olddatabase.ReverseSlotWatch;
import dev.kahuna.monitor.wayback.WayBackWatch;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * After a pivot, watches the database that the app has left and the slot of the way back, until a
 * release removes the credentials.
 */
record OldDatabaseSteps(
    OldDatabaseWatch oldDatabases, ReverseSlotWatch reverseSlot, WayBackWatch wayBack) {
  private static final Duration LIMIT = Duration.ofSeconds(45);

  List<Step> steps() {
    return Stream.concat(
            Stream.of(Leg.values()).map(this::watch).flatMap(List::stream), ofWayBack().stream())
        .toList();
  }

  private List<Step> ofWayBack() {
    return List.of(
        Step.named("watch-reverse-slot")
            .retrying(Retries.WATCHING)
            .after(ReverseReplicationStarted.class, Leg.TO_AURORA)
            .unless(ReverseReplicationDropped.class, ReleaseRequested.class)
            .evenIfCancelled()
            .saying("Measuring the WAL that Aurora keeps for the way back")
            .within(LIMIT)
            .does(reverseSlot::watch),
        ofWayBack("watch-way-back")
            .saying("Checking that the replica follows Aurora, in every table")
            .within(LIMIT)
            .does(wayBack::watch),
        ofWayBack("await-broken-way-back")
            .yields(WayBackBroken.class)
            .saying("Waiting for the replica to stop following Aurora, to raise an alarm")
            .does(wayBack::awaitBroken),
        ofWayBack("await-whole-way-back")
            .after(WayBackBroken.class)
            .yields(WayBackWhole.class)
            .saying("Waiting until the replica follows Aurora again, in every table")
            .does(wayBack::awaitWhole));
  }

  /** From the end of the migration, when the replica begins to follow, to the window back. */
  private static Step.Declaration ofWayBack(String name) {
    return Step.named(name)
        .retrying(Retries.WATCHING)
        .after(MigrationCompleted.class)
        .unless(ReverseReplicationDropped.class, ReleaseRequested.class)
        .unless(CutoverStarted.class, Leg.BACK_TO_REPLICA)
        .evenIfCancelled();
  }

  private List<Step> watch(Leg leg) {
    var name = leg.from().name().toLowerCase(Locale.ROOT);
    var database = leg.from().label();
    return List.of(
        left(leg, "watch-old-" + name)
            .saying(
                "Checking %s, which the app has left, for sessions and writes".formatted(database))
            .within(LIMIT)
            .does(m -> oldDatabases.watch(m, leg)),
        left(leg, "await-touch-of-" + name)
            .yields(OldDatabaseTouched.class, leg)
            .saying("Waiting for a session or a write on %s, to raise an alarm".formatted(database))
            .does(m -> oldDatabases.awaitTouch(m, leg)),
        left(leg, "await-quiet-of-" + name)
            .after(OldDatabaseTouched.class, leg)
            .yields(OldDatabaseQuiet.class, leg)
            .saying("Waiting until %s has been unused for a minute".formatted(database))
            .does(m -> oldDatabases.awaitQuiet(m, leg)));
  }

  /** The way back opens the replica again, so the watch of the replica ends when it is prepared. */
  private static Step.Declaration left(Leg leg, String name) {
    var step =
        Step.named(name)
            .retrying(Retries.WATCHING)
            .after(PivotReached.class, leg)
            .unless(ReleaseRequested.class)
            .evenIfCancelled();
    return leg == Leg.TO_AURORA ? step.unless(CutoverPrepared.class, Leg.BACK_TO_REPLICA) : step;
  }
}
