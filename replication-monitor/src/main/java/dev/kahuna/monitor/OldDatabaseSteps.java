package dev.kahuna.monitor;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.monitor.olddatabase.OldDatabaseWatch;
import dev.kahuna.monitor.olddatabase.ReverseSlotWatch;
import dev.kahuna.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is watched behind a pivot, until a release takes the credentials away: the database that the
 * app has left, and the way back.
 */
final class OldDatabaseSteps {
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final OldDatabaseWatch fences;
  private final ReverseSlotWatch reverseSlot;

  OldDatabaseSteps(OldDatabaseWatch fences, ReverseSlotWatch reverseSlot) {
    this.fences = fences;
    this.reverseSlot = reverseSlot;
  }

  List<Step> steps() {
    return Stream.of(
            fence(Leg.TO_REPLICA, "heroku", "Heroku's database"),
            fence(Leg.TO_AURORA, "replica", "the replica"),
            fence(Leg.BACK_TO_REPLICA, "aurora", "Aurora"),
            List.of(
                Step.named("watch-reverse-slot")
                    .after(ReverseReplicationStarted.class, Leg.TO_AURORA)
                    .unless(ReverseReplicationDropped.class, ReleaseRequested.class)
                    .evenIfCancelled()
                    .saying("Measuring the WAL that Aurora keeps for the way back")
                    .within(LIMIT)
                    .does(reverseSlot::watch)))
        .flatMap(List::stream)
        .toList();
  }

  private List<Step> fence(Leg leg, String name, String database) {
    return List.of(
        left(leg, "watch-old-" + name)
            .saying("Looking whether anybody is at %s, which the app has left".formatted(database))
            .within(LIMIT)
            .does(m -> fences.watch(m, leg)),
        left(leg, "await-touch-of-" + name)
            .yields(OldDatabaseTouched.class, leg)
            .saying("Looking out for sessions and writes on %s".formatted(database))
            .does(m -> fences.awaitTouch(m, leg)),
        left(leg, "await-quiet-of-" + name)
            .after(OldDatabaseTouched.class, leg)
            .yields(OldDatabaseQuiet.class, leg)
            .saying("Waiting until nobody has been at %s for a minute".formatted(database))
            .does(m -> fences.awaitQuiet(m, leg)));
  }

  /** The way back opens the replica again. */
  private static Step.Declaration left(Leg leg, String name) {
    var step =
        Step.named(name)
            .after(PivotReached.class, leg)
            .unless(ReleaseRequested.class)
            .evenIfCancelled();
    return leg == Leg.TO_AURORA ? step.unless(CutoverPrepared.class, Leg.BACK_TO_REPLICA) : step;
  }
}
