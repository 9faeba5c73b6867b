package dev.kahuna.operator.decision;

import static dev.kahuna.operator.command.Facts.migration;
import static dev.kahuna.operator.command.Facts.plus;
import static dev.kahuna.operator.command.Facts.replicaReady;
import static dev.kahuna.operator.command.Facts.replicationReady;
import static dev.kahuna.operator.command.Facts.windowOpen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettleDecisionTest {
  private static final SettleRequested ASKED = new SettleRequested("why");

  @Test
  void betweenTheWindowsTheAppCanStayOnTheReplica() {
    published(replicationReady());
    refused(plus(replicationReady(), ASKED), "already");
  }

  @Test
  void onHerokuThereIsNothingToStayOn() {
    refused(replicaReady(), "'kahuna cancel shop-2026'");
    refused(plus(replicaReady(), new MigrationCancelled("why")), "already cancelled");
  }

  @Test
  void aWindowComesToItsEndFirst() {
    refused(windowOpen(Leg.TO_AURORA, replicationReady()), "has a window open");
  }

  @Test
  void onAuroraTheWayBackComesFirst() {
    var onAurora = plus(replicationReady(), new PivotReached(Leg.TO_AURORA, 1));
    refused(onAurora, "'kahuna rollback shop-2026'");
    var goingBack =
        plus(
            onAurora,
            new ReverseReplicationStarted(Leg.TO_AURORA, 1, "kahuna_reverse", "kahuna_reverse"),
            new CutoverCompleted(Leg.TO_AURORA, 1, 9),
            new MigrationCompleted(),
            new RollbackRequested("why"),
            new PivotReached(Leg.BACK_TO_REPLICA, 1),
            new CutoverCompleted(Leg.BACK_TO_REPLICA, 1, 9));
    refused(goingBack, "still ending the way back");
    assertThat(OperatorDecisions.release(migration(goingBack)))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class,
            refusal -> assertThat(refusal.sentence()).contains("'kahuna settle shop-2026'"));
    published(plus(goingBack, new ReverseReplicationDropped("kahuna_reverse")));
  }

  @Test
  void nothingElseIsDecidedAboutASettledMigration() {
    var settled = migration(plus(replicationReady(), ASKED, new MigrationSettled()));
    for (var verdict :
        List.of(
            OperatorDecisions.approve(settled, Leg.TO_AURORA),
            OperatorDecisions.cancel(settled, "why"),
            OperatorDecisions.release(settled),
            RollbackDecision.request(settled, "why"),
            CopyAgainDecision.request(settled, false, "why"))) {
      assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
    }
  }

  private static void published(List<MigrationEvent> facts) {
    assertThat(SettleDecision.request(migration(facts), "why"))
        .isEqualTo(new Verdict.Publish(ASKED));
  }

  private static void refused(List<MigrationEvent> facts, String words) {
    assertThat(SettleDecision.request(migration(facts), "why"))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class, refusal -> assertThat(refusal.sentence()).contains(words));
  }
}
