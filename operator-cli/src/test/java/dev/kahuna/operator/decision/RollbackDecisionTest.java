package dev.kahuna.operator.decision;

import static dev.kahuna.operator.command.Facts.migration;
import static dev.kahuna.operator.command.Facts.plus;
import static dev.kahuna.operator.command.Facts.replicationReady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.MonitorEvent.WayBackWhole;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.operator.command.Facts;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackDecisionTest {
  private static final MigrationEvent PIVOT = new PivotReached(Leg.TO_AURORA, 1);
  private static final MigrationEvent REVERSE =
      new ReverseReplicationStarted(Leg.TO_AURORA, 1, "kahuna_reverse", "kahuna_reverse");
  private static final RollbackRequested ROLLBACK = new RollbackRequested("why");

  private static List<MigrationEvent> onAurora() {
    return plus(replicationReady(), REVERSE, PIVOT, new MigrationCompleted());
  }

  @Test
  void aCompletedMigrationGoesBackOnce() {
    assertThat(RollbackDecision.request(migration(onAurora()), "why"))
        .isEqualTo(new Verdict.Publish(ROLLBACK));
    refused(
        plus(onAurora(), ROLLBACK),
        "shop-2026 is already on the way back; 'kahuna watch shop-2026' follows it.");
  }

  @Test
  void thereIsNoWayBackThatWouldLoseWrites() {
    refused(
        replicationReady(),
        "shop-2026 is on the replica and not on Aurora yet, so it can't go back. If something stops it"
            + " on the way to Aurora, fix that on the replica and run 'kahuna copy-again shop-2026'.");
    var without =
        "shop-2026 has no replication from Aurora to the replica, so going back would lose what was"
            + " written on Aurora.";
    refused(plus(replicationReady(), PIVOT, new MigrationCompleted()), without);
    refused(plus(onAurora(), new ReverseReplicationDropped("kahuna_reverse")), without);
    refused(
        plus(replicationReady(), REVERSE, PIVOT),
        "shop-2026 is still moving to Aurora; run the command again when the migration is completed.");
    refused(
        plus(onAurora(), new ReleaseRequested()),
        "shop-2026 is released, so it has no replica to go back to.");
  }

  @Test
  void aBrokenWayBackIsRefusedBeforeAWindowOpens() {
    var broken = plus(onAurora(), new WayBackBroken(1, "the replica is 100% full of 'doubles'"));
    refused(
        broken,
        "shop-2026 can't go back, because the replica does not fully follow Aurora: the replica is 100% full of"
            + " 'doubles'. 'kahuna status shop-2026' shows when it does.");
    assertThat(RollbackDecision.request(migration(plus(broken, new WayBackWhole(1))), "why"))
        .isEqualTo(new Verdict.Publish(ROLLBACK));
  }

  @Test
  void whatGoesBackIsNotReleased() {
    assertThat(OperatorDecisions.release(migration(plus(onAurora(), ROLLBACK))))
        .isEqualTo(
            new Verdict.Refuse(
                "shop-2026 uses the replica on the way back, so nothing can be released."));
  }

  @Test
  void onlyAnAttemptAfterAnUndoneOneIsApproved() {
    var leg = Leg.BACK_TO_REPLICA;
    var refused =
        new Verdict.Refuse("shop-2026 is not waiting for the approval of BACK_TO_REPLICA.");
    assertThat(OperatorDecisions.approve(migration(plus(onAurora(), ROLLBACK)), leg))
        .isEqualTo(refused);
    var undone = plus(onAurora(), ROLLBACK, new CutoverUndone(leg, 1, "budget", 7, 0, Facts.NOON));
    var approval = new CutoverApproved(leg, 2);
    assertThat(OperatorDecisions.awaited(migration(undone))).contains(leg);
    assertThat(OperatorDecisions.approve(migration(undone), leg))
        .isEqualTo(new Verdict.Publish(approval));
    assertThat(OperatorDecisions.approve(migration(plus(undone, approval)), leg))
        .isEqualTo(new Verdict.Refuse("shop-2026 already has the approval of BACK_TO_REPLICA."));
  }

  private static void refused(List<MigrationEvent> facts, String sentence) {
    assertThat(RollbackDecision.request(migration(facts), "why"))
        .isEqualTo(new Verdict.Refuse(sentence));
  }
}
