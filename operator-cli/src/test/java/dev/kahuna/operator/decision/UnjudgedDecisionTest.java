package dev.kahuna.operator.decision;

import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;
import static dev.kahuna.operator.command.Facts.migration;
import static dev.kahuna.operator.command.Facts.plus;
import static dev.kahuna.operator.command.Facts.replicaReady;
import static dev.kahuna.operator.command.Facts.replicationReady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.OperatorEvent.UnjudgedApproved;
import dev.kahuna.event.Unjudged;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator may decide about rows on which the comparison has no verdict. */
class UnjudgedDecisionTest {
  private static final List<Unjudged> GAPS =
      List.of(new Unjudged("public.counters", 1, "(5) changed each time they were read"));
  private static final List<MigrationEvent> COMPARED = compared(GAPS);

  @Test
  void aPlainApprovalIsRefusedAndNamesTheRows() {
    assertThat(OperatorDecisions.approve(migration(COMPARED), TO_AURORA))
        .isEqualTo(
            new Verdict.Refuse(
                "The comparison of shop-2026 has no verdict on some rows, which may differ:"
                    + " public.counters, 1 row: (5) changed each time they were read. Run 'kahuna"
                    + " retry shop-2026 compare-data' to compare again, when the app writes less;"
                    + " or 'kahuna approve shop-2026 TO_AURORA --unjudged' to open the window nevertheless."));
    assertThat(OperatorDecisions.awaited(migration(COMPARED))).contains(TO_AURORA);
  }

  @Test
  void theApprovalOfThemIsOfExactlyThese() {
    var early = plus(replicationReady(), new CutoverApproved(TO_AURORA, 1));
    for (var facts : List.of(COMPARED, plus(early, COMPARED.getLast()))) {
      assertThat(UnjudgedDecision.approve(migration(facts), TO_AURORA))
          .isEqualTo(new Verdict.Publish(new UnjudgedApproved(TO_AURORA, 1, GAPS)));
    }
    var approved = migration(plus(COMPARED, new UnjudgedApproved(TO_AURORA, 1, GAPS)));
    assertThat(OperatorDecisions.awaited(approved)).isEmpty();
    assertThat(UnjudgedDecision.approve(approved, TO_AURORA))
        .isEqualTo(
            new Verdict.Refuse("shop-2026 does not wait for such an approval: it already has it."));
  }

  @Test
  void itIsRefusedWhereNothingIsUnjudged() {
    refused(replicaReady(), "shop-2026 is not ready for the approval of TO_AURORA");
    refused(replicationReady(), "no comparison has left rows without a verdict");
    refused(compared(List.of()), "no comparison has left rows without a verdict");
    assertThat(UnjudgedDecision.approve(migration(COMPARED), TO_REPLICA))
        .isInstanceOf(Verdict.Refuse.class);
  }

  @Test
  void theOperatorMayCompareAgain() {
    var again = new StepRetryRequested("compare-data", 1);
    assertThat(OperatorDecisions.retry(migration(COMPARED), "compare-data"))
        .isEqualTo(new Verdict.Publish(again));
    assertThat(migration(plus(COMPARED, again)).has(DataCompared.class)).isFalse();
    assertThat(OperatorDecisions.retry(migration(compared(List.of())), "compare-data"))
        .isInstanceOf(Verdict.Refuse.class);
  }

  private static void refused(List<MigrationEvent> facts, String why) {
    assertThat(UnjudgedDecision.approve(migration(facts), TO_AURORA))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class, refusal -> assertThat(refusal.sentence()).contains(why));
  }

  private static List<MigrationEvent> compared(List<Unjudged> gaps) {
    return plus(replicationReady(), new DataCompared(TO_AURORA, 1, 1, 17, 1000, 20, 1, gaps, 70));
  }
}
