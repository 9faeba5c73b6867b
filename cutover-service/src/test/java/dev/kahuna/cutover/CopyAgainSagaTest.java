package dev.kahuna.cutover;

import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.copy.GiveUpCopy;
import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ProvisionerEvent.TargetDeleted;
import dev.kahuna.event.ReplicaEvent.FreezeLost;
import dev.kahuna.event.ReplicaEvent.StandbyFollowing;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.step.StepOutcome.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which step is due after a copy was given up; nothing here does any work. */
class CopyAgainSagaTest {
  private final CutoverSagaTest saga = new CutoverSagaTest();
  private final List<MigrationEvent> facts = new ArrayList<>(CutoverSagaTest.beforeToAurora());

  @Test
  void theCopyIsGivenUpClearedAndBegunFromAnotherSlot() {
    facts.add(new DataCompared(TO_AURORA, 1, 1, 17, 1000, 20, 0, List.of(), 70));
    facts.add(new CutoverPrepared(TO_AURORA, 1, List.of(), CutoverSagaTest.REF, List.of()));
    facts.add(new CopyAgainRequested(1, false, "why"));
    assertThat(saga.due(facts)).containsExactlyInAnyOrder("give-up-copy", "open-window-to-aurora");
    giveUp();
    assertThat(saga.due(facts)).containsExactly("clear-copy");
    facts.add(new CopyCleared(2));
    assertThat(saga.due(facts)).isEmpty();
    facts.add(new StandbyFollowing(2));
    assertThat(saga.due(facts)).containsExactly("create-slot-again");
    facts.add(new SlotCreated(TO_REPLICA, 1, 2, "kahuna", "kahuna", CutoverSagaTest.LSN));
    facts.add(new StandbyFrozen(TO_REPLICA, 1, 2, CutoverSagaTest.LSN));
    assertThat(saga.due(facts)).isEmpty();
    facts.add(new ReplicationCaughtUp(1, 0, 17));
    facts.add(new DataCompared(TO_AURORA, 1, 1, 17, 1000, 20, 0, List.of(), 70));
    assertThat(saga.due(facts)).as("late facts of the earlier copy").isEmpty();
    facts.add(new ReplicationCaughtUp(2, 0, 17));
    assertThat(saga.due(facts)).containsExactly("compare-data");
  }

  @Test
  void whatStoppedTheCopyNoLongerHolds() {
    var failed =
        new StepFailed("compare-data", 1, FailureKind.REJECTED, "differs", Optional.empty());
    facts.addAll(
        List.of(
            new SlotGivenUp(1, "kahuna", "too much WAL"),
            new ReplicationTroubled(1, "no slot"),
            failed,
            new CopyAgainRequested(1, false, "why")));
    assertThat(saga.due(facts)).containsExactly("give-up-copy");
    giveUp();
    var migration = CutoverSagaTest.fold(facts);
    assertThat(migration.has(SlotGivenUp.class)).isFalse();
    assertThat(migration.has(ReplicationTroubled.class)).isFalse();
    assertThat(migration.has(StepFailed.class)).isFalse();
    assertThat(saga.due(facts)).containsExactly("clear-copy");
  }

  @Test
  void aLostFreezeBeginsAnotherCopyByItself() {
    facts.add(new FreezeLost(1, "promoted"));
    assertThat(saga.due(facts)).containsExactly("clear-copy");
  }

  @Test
  void noCopyIsGivenUpInAWindow() {
    facts.add(
        new CutoverStarted(
            TO_AURORA, 1, CutoverSagaTest.NOON, CutoverSagaTest.NOON.plusSeconds(60)));
    facts.add(new CopyAgainRequested(1, false, "why"));
    assertThat(saga.due(facts)).doesNotContain("give-up-copy", "clear-copy");
  }

  @Test
  void anotherClusterIsWaitedForBeforeItIsCleared() {
    facts.add(new CopyAgainRequested(1, true, "the cluster is broken"));
    giveUp();
    assertThat(saga.due(facts)).isEmpty();
    assertThat(CutoverSagaTest.fold(facts).has(TargetCreated.class)).isFalse();
    facts.add(new TargetDeleted(2));
    facts.add(new TargetCreated(2, "c", "17.7", "h", 5432, "app", CutoverSagaTest.REF));
    assertThat(saga.due(facts)).containsExactly("clear-copy");
  }

  @Test
  void theAppStaysOnTheReplicaForGood() {
    facts.add(new SettleRequested("why"));
    assertThat(saga.due(facts)).contains("settle");
    facts.add(new MigrationSettled());
    assertThat(saga.due(facts)).containsExactly("drop-publication");
    facts.add(new CopyAgainRequested(1, false, "too late"));
    facts.add(new PublicationDropped(true));
    assertThat(saga.due(facts)).isEmpty();
  }

  @Test
  void nobodyStaysOnTheReplicaInAWindow() {
    facts.add(new SettleRequested("why"));
    facts.add(
        new CutoverStarted(
            TO_AURORA, 1, CutoverSagaTest.NOON, CutoverSagaTest.NOON.plusSeconds(60)));
    assertThat(saga.due(facts)).doesNotContain("settle");
  }

  private void giveUp() {
    if (GiveUpCopy.run(CutoverSagaTest.fold(facts)) instanceof Done(CopyGivenUp fact)) {
      facts.add(fact);
    }
  }
}
