package dev.kahuna.cutover;

import static dev.kahuna.cutover.CutoverSagaTest.LSN;
import static dev.kahuna.cutover.CutoverSagaTest.NOON;
import static dev.kahuna.cutover.CutoverSagaTest.REF;
import static dev.kahuna.cutover.CutoverSagaTest.beforeToAurora;
import static dev.kahuna.cutover.CutoverSagaTest.toAurora;
import static dev.kahuna.cutover.CutoverSagaTest.waiting;
import static dev.kahuna.event.Leg.BACK_TO_REPLICA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the way back is due, step by step. */
class WayBackSagaTest {
  private final CutoverSagaTest saga = new CutoverSagaTest();

  @Test
  void theWayBackGoesStepByStepWhenItIsAskedFor() {
    var facts = onAurora();
    assertThat(saga.due(facts)).isEmpty();
    facts.add(new RollbackRequested("it misbehaves"));
    assertThat(waiting(BACK_TO_REPLICA, facts, NOON)).as("the request is the approval").isEmpty();
    for (var fact : back()) {
      var due = saga.due(facts);
      assertThat(due).as("before %s", fact).hasSize(1);
      assertThat(saga.step(due.getFirst()).makes(fact)).as("%s makes %s", due, fact).isTrue();
      facts.add(fact);
    }
    assertThat(saga.due(facts)).isEmpty();
  }

  @Test
  void theWayBackThatWasUndoneWaitsForItsApproval() {
    var facts = onAurora();
    facts.add(new RollbackRequested("it misbehaves"));
    facts.addAll(back().subList(0, 9));
    for (var undone = 1; undone <= 3; undone++) {
      facts.add(new CutoverUndone(BACK_TO_REPLICA, undone, "budget", 7, 0, NOON));
    }
    assertThat(saga.due(facts)).containsExactly("prepare-back-to-replica");
    var later = NOON.plusSeconds(900);
    assertThat(waiting(BACK_TO_REPLICA, facts, later))
        .contains("approval of attempt 4 of BACK_TO_REPLICA");
    facts.add(new CutoverApproved(BACK_TO_REPLICA, 4));
    assertThat(waiting(BACK_TO_REPLICA, facts, later)).isEmpty();
  }

  @Test
  void aReleaseEndsTheWayBackButNotInTheMiddleOfIt() {
    var facts = onAurora();
    facts.add(new ReleaseRequested());
    assertThat(saga.due(facts)).containsExactly("drop-reverse-replication");
    facts.add(new RollbackRequested("too late"));
    assertThat(saga.due(facts)).containsExactly("drop-reverse-replication");
    facts.addAll(back().subList(0, 2));
    assertThat(saga.due(facts)).containsExactly("stop-traffic-back-to-replica");
  }

  private static List<MigrationEvent> onAurora() {
    var facts = new ArrayList<>(beforeToAurora());
    facts.addAll(toAurora());
    facts.add(new MigrationCompleted());
    return facts;
  }

  private static List<MigrationEvent> back() {
    var leg = BACK_TO_REPLICA;
    return List.of(
        new CutoverPrepared(leg, 1, List.of(), REF, List.of()),
        new CutoverStarted(leg, 1, NOON, NOON.plusSeconds(60)),
        new TrafficStopped(leg, 1),
        new SourceFenced(leg, 1, LSN, 3),
        new TargetDrained(leg, 1, "marker"),
        new DataVerified(leg, 1, 17, 1000, Optional.empty()),
        new SequencesAdvanced(leg, 1, 4),
        new ReplicationStopped(leg, 1),
        new ReplicaOpened(leg, 1),
        new AppRepointed(leg, 1, Map.of("shop", 44)),
        new PivotReached(leg, 1),
        new TrafficResumed(leg, 1, 900),
        new CutoverCompleted(leg, 1, 900),
        new ReverseReplicationDropped("kahuna_reverse"));
  }
}
