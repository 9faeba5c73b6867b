package dev.kahuna.cutover.window;

import static dev.kahuna.cutover.CutoverSagaTest.NOON;
import static dev.kahuna.cutover.CutoverSagaTest.beforeToAurora;
import static dev.kahuna.cutover.CutoverSagaTest.beforeToReplica;
import static dev.kahuna.cutover.CutoverSagaTest.waiting;
import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.OperatorEvent.UnjudgedApproved;
import dev.kahuna.event.Unjudged;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Cutovers;
import java.util.ArrayList;
import java.util.List;
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
  void theWindowToAuroraWaitsForApprovalOfExactlyWhatIsUnjudged() {
    var one = List.of(new Unjudged("public.counters", 1, "(5) changed each time they were read"));
    var two = List.of(new Unjudged("public.counters", 2, "(5), (7) changed each time"));
    var facts = new ArrayList<>(beforeToAurora());
    facts.add(new CutoverApproved(TO_AURORA, 1));
    facts.add(new DataCompared(TO_AURORA, 1, 1, 17, 1000, 20, 1, one, 70));
    assertThat(waiting(TO_AURORA, facts, NOON)).get().asString().contains("public.counters");
    facts.add(new UnjudgedApproved(TO_AURORA, 1, two));
    assertThat(waiting(TO_AURORA, facts, NOON)).as("with approval of others").isPresent();
    facts.add(new UnjudgedApproved(TO_AURORA, 1, one));
    assertThat(waiting(TO_AURORA, facts, NOON)).isEmpty();

    facts.add(new StepRetryRequested("compare-data", 1));
    facts.add(new DataCompared(TO_AURORA, 1, 2, 17, 1000, 20, 1, two, 70));
    assertThat(waiting(TO_AURORA, facts, NOON)).as("exactly these are approved").isEmpty();
    facts.add(new StepRetryRequested("compare-data", 2));
    facts.add(new DataCompared(TO_AURORA, 1, 3, 17, 1000, 20, 1, List.of(), 70));
    assertThat(waiting(TO_AURORA, facts, NOON)).as("the plain approval is enough").isEmpty();
  }

  @Test
  void theRequestMayAllowWhatIsUnjudged() {
    var request = Examples.request();
    var cutovers = request.cutover();
    var allowing =
        new MigrationRequest(
            request.source(),
            request.archive(),
            request.replica(),
            request.target(),
            new Cutovers(
                cutovers.toReplica(), cutovers.toReplica(), MigrationRequest.Approval.AUTOMATIC));
    var facts = new ArrayList<MigrationEvent>(List.of(new MigrationRequested(allowing)));
    facts.add(
        new DataCompared(
            TO_AURORA, 1, 1, 17, 1000, 20, 1, List.of(new Unjudged("public.a", 1, "why")), 70));
    assertThat(waiting(TO_AURORA, facts, NOON)).isEmpty();
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
