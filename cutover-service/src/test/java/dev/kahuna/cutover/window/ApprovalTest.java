package dev.kahuna.cutover.window;

import static dev.kahuna.cutover.CutoverSagaTest.NOON;
import static dev.kahuna.cutover.CutoverSagaTest.beforeToAurora;
import static dev.kahuna.cutover.CutoverSagaTest.beforeToReplica;
import static dev.kahuna.cutover.CutoverSagaTest.waiting;
import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What a leg waits for before it may begin. */
class ApprovalTest {
  @Test
  void approvalIsByPolicyOrByTheOperator() {
    var first = new ArrayList<>(beforeToAurora());
    assertThat(waiting(TO_AURORA, first, NOON)).contains("approval of TO_AURORA");
    first.add(new CutoverApproved(TO_AURORA, 1));
    assertThat(waiting(TO_AURORA, first, NOON)).isEmpty();
    assertThat(waiting(TO_REPLICA, beforeToReplica(), NOON)).isEmpty();
  }

  @Test
  void anUndoneLegWaitsForItsPauseAndAfterItsRetriesForApproval() {
    var facts = new ArrayList<>(beforeToAurora());
    facts.add(new CutoverUndone(TO_AURORA, 1, "budget", 7, 0, NOON));
    assertThat(waiting(TO_AURORA, facts, NOON.plusSeconds(299))).get().asString().contains("pause");
    assertThat(waiting(TO_AURORA, facts, NOON.plusSeconds(300))).isEmpty();
    facts.add(new CutoverUndone(TO_AURORA, 2, "budget", 7, 0, NOON));
    facts.add(new CutoverUndone(TO_AURORA, 3, "budget", 7, 0, NOON));
    var later = NOON.plusSeconds(900);
    assertThat(waiting(TO_AURORA, facts, later)).contains("approval of attempt 4 of TO_AURORA");
    facts.add(new CutoverApproved(TO_AURORA, 3));
    assertThat(waiting(TO_AURORA, facts, later)).as("with an old approval").isPresent();
    facts.add(new CutoverApproved(TO_AURORA, 4));
    assertThat(waiting(TO_AURORA, facts, later)).isEmpty();
  }
}
