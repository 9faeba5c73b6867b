package dev.kahuna.operator.decision;

import static dev.kahuna.operator.command.Facts.migration;
import static dev.kahuna.operator.command.Facts.plus;
import static dev.kahuna.operator.command.Facts.replicaReady;
import static dev.kahuna.operator.command.Facts.replicationReady;
import static dev.kahuna.operator.command.Facts.windowOpen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyAgainDecisionTest {
  @Test
  void betweenTheWindowsTheReplicaIsCopiedAgainAsOftenAsNeeded() {
    var asked = new CopyAgainRequested(1, false, "why");
    published(replicationReady(), asked);
    refused(plus(replicationReady(), asked), "already about to copy again");
    published(
        plus(replicationReady(), asked, new CopyGivenUp(1, "why", List.of())),
        new CopyAgainRequested(2, false, "why"));
  }

  @Test
  void beforeTheFirstPivotNothingIsCopiedAgain() {
    refused(replicaReady(), "the app is still on Heroku");
  }

  @Test
  void whileAWindowIsOpenNothingIsCopiedAgain() {
    refused(windowOpen(Leg.TO_AURORA, replicationReady()), "has a window open");
    refused(
        plus(windowOpen(Leg.TO_REPLICA, replicaReady()), new PivotReached(Leg.TO_REPLICA, 1)),
        "has a window open");
  }

  @Test
  void onceTheAppIsOnAuroraNothingIsCopiedAgain() {
    var onAurora = plus(replicationReady(), new PivotReached(Leg.TO_AURORA, 1));
    refused(onAurora, "the app writes to Aurora");
    refused(plus(onAurora, new PivotReached(Leg.BACK_TO_REPLICA, 1)), "is back on the replica");
  }

  private static void published(List<MigrationEvent> facts, CopyAgainRequested event) {
    assertThat(CopyAgainDecision.request(migration(facts), false, "why"))
        .isEqualTo(new Verdict.Publish(event));
  }

  private static void refused(List<MigrationEvent> facts, String words) {
    assertThat(CopyAgainDecision.request(migration(facts), false, "why"))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class, refusal -> assertThat(refusal.sentence()).contains(words));
  }
}
