package dev.kahuna.operator.console;

import static dev.kahuna.operator.command.Facts.migration;
import static dev.kahuna.operator.command.Facts.plus;
import static dev.kahuna.operator.command.Facts.replicaReady;
import static dev.kahuna.operator.command.Facts.replicationReady;
import static dev.kahuna.operator.command.Facts.requested;
import static dev.kahuna.operator.command.Facts.windowOpen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.StepFailed;
import dev.kahuna.event.Unjudged;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.operator.command.Facts;
import dev.kahuna.operator.console.Status.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final StepFailed FAILED =
      new StepFailed("copy-schema", 1, FailureKind.REJECTED, "no such extension", Optional.empty());

  @Test
  void theStateIsAWord() {
    state(State.REQUESTED, requested());
    state(State.WAITING_FOR_APPROVAL, replicaReady());
    state(State.PREPARING, plus(replicaReady(), new CutoverApproved(Leg.TO_REPLICA, 1)));
    state(State.IN_WINDOW, windowOpen(Leg.TO_REPLICA, replicaReady()));
    state(State.WAITING_FOR_APPROVAL, replicationReady());
    state(State.REPLICATING, plus(replicationReady(), new CutoverApproved(Leg.TO_AURORA, 1)));
    state(State.FAILED, plus(requested(), FAILED));
    state(State.COMPLETED, plus(replicationReady(), new MigrationCompleted()));
    var onAurora =
        plus(
            replicationReady(),
            new PivotReached(Leg.TO_AURORA, 1),
            new MigrationCompleted(),
            new RollbackRequested("slow"));
    state(State.GOING_BACK, onAurora);
    state(State.IN_WINDOW, windowOpen(Leg.BACK_TO_REPLICA, onAurora));
    var back = plus(onAurora, new CutoverCompleted(Leg.BACK_TO_REPLICA, 1, 900));
    state(State.ROLLED_BACK, back);
    state(State.SETTLED, plus(back, new MigrationSettled()));
    assertThat(Status.ended(migration(onAurora))).isFalse();
    assertThat(Status.ended(migration(plus(back, new ReverseReplicationDropped("r"))))).isTrue();
    state(State.REJECTED, plus(requested(), new PreflightRejected(List.of())));
    state(State.CANCELLED, plus(requested(), new MigrationCancelled("why")));
    state(
        State.RELEASED,
        plus(requested(), new MigrationCancelled("why"), new InfrastructureReleased(List.of())));
  }

  @Test
  void watchingEndsWhenNothingMoreWillHappen() {
    assertThat(Status.ended(migration(replicationReady()))).isFalse();
    assertThat(Status.ended(migration(plus(requested(), new MigrationCancelled("why"))))).isFalse();
    assertThat(Status.ended(migration(plus(requested(), new MigrationCompleted())))).isTrue();
    var tooLate =
        plus(
            replicationReady(), new MigrationCancelled("why"), new PivotReached(Leg.TO_REPLICA, 1));
    assertThat(Status.ended(migration(tooLate))).isFalse();
    state(State.WAITING_FOR_APPROVAL, tooLate);
  }

  @Test
  void itIsPrintedInSections() {
    var undone =
        plus(
            windowOpen(Leg.TO_REPLICA, replicaReady()),
            new CutoverUndone(Leg.TO_REPLICA, 1, "budget", 61_000, 0, Facts.NOON),
            FAILED);
    assertThat(printed(undone))
        .contains(
            "shop-2026: failed",
            "app shop, from Postgres 15 on Heroku to Aurora PostgreSQL 17.7; requested 2026-11-22"
                + " 12:00:00",
            "  2026-11-22 12:00:04  The replica has caught up; it is 512 B behind Heroku.",
            "  approval of TO_REPLICA; run 'kahuna approve shop-2026 TO_REPLICA'",
            "  copy-schema (attempt 1, rejected): no such extension. Fix the cause, then run"
                + " 'kahuna retry shop-2026 copy-schema'. What you fix on the replica is copied by"
                + " 'kahuna copy-again shop-2026' only.",
            "  TO_REPLICA, attempt 1: undone, unavailable for 1:01");
  }

  @Test
  void whatTheComparisonDidNotJudgeIsListed() {
    var gaps = List.of(new Unjudged("public.counters", 2, "(5), (7) changed"));
    var compared =
        plus(replicationReady(), new DataCompared(Leg.TO_AURORA, 1, 1, 17, 1000, 20, 1, gaps, 70));
    state(State.WAITING_FOR_APPROVAL, compared);
    assertThat(printed(compared))
        .contains(
            "  approval of TO_AURORA although there is no verdict on the rows below; run 'kahuna"
                + " approve shop-2026 TO_AURORA --unjudged', or 'kahuna retry shop-2026"
                + " compare-data' to compare again",
            "No verdict on",
            "  public.counters, 2 rows: (5), (7) changed");
  }

  @Test
  void whatKeepsAuroraFromFollowingIsWaitedForUntilTheAppIsThere() {
    var troubled =
        plus(replicationReady(), new ReplicationTroubled(1, "duplicate key, in table public.t."));
    var waits =
        "  the replication to Aurora, which does not progress by itself: duplicate key, in table"
            + " public.t";
    assertThat(printed(troubled)).contains(waits);
    assertThat(printed(plus(troubled, new PivotReached(Leg.TO_AURORA, 1)))).doesNotContain(waits);
    assertThat(printed(plus(troubled, new SlotGivenUp(1, "kahuna", "the volume was full"))))
        .doesNotContain(waits)
        .contains(
            "  a copy with another slot, because slot kahuna was given up (the volume was full);"
                + " run 'kahuna copy-again shop-2026'");
  }

  private static List<String> printed(List<MigrationEvent> events) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    new StatusPrinter(out, ZoneOffset.UTC).print(Status.of(migration(events), new Activity()));
    out.flush();
    return text.toString().lines().toList();
  }

  private static void state(State expected, List<MigrationEvent> events) {
    assertThat(Status.state(migration(events))).isEqualTo(expected);
  }
}
