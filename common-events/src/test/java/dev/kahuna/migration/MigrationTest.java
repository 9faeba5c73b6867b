package dev.kahuna.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.SchemaSettled;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.fault.Survives;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void foldingIsTheSameOverEverySplitOfTheLog() {
    var facts = Examples.all();
    var whole = fold(Migration.of("shop"), facts);
    for (var split = 0; split <= facts.size(); split++) {
      var first = fold(Migration.of("shop"), facts.subList(0, split));
      assertThat(fold(first, facts.subList(split, facts.size()))).isEqualTo(whole);
    }
  }

  @Survives(
      fault = 4,
      done = "facts come twice and in another order",
      held = "the migration is the same, so nothing else is due")
  @Test
  void duplicatesAndReorderingsChangeNothing() {
    var whole = fold(Migration.of("shop"), Examples.all());
    for (var seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var facts = new ArrayList<>(Examples.all());
      for (var i = 0; i < 20; i++) {
        facts.add(facts.get(random.nextInt(facts.size())));
      }
      Collections.shuffle(facts, random);
      var folded = fold(Migration.of("shop"), facts);
      assertThat(folded).as("seed %d", seed).isEqualTo(whole);
      assertThat(folded.holding().stream().map(LoggedEvent::event).toList())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              whole.holding().stream().map(LoggedEvent::event).toList());
    }
  }

  @Test
  void undoingAnAttemptRetractsItAndNoLaterOne() {
    var migration =
        fold(
            Migration.of("shop"),
            List.of(
                started(1),
                new CutoverAborted(Leg.TO_REPLICA, 1, "late"),
                new CutoverUndone(Leg.TO_REPLICA, 1, "late", 1, 0, NOON)));
    assertThat(migration.has(CutoverStarted.class, Leg.TO_REPLICA)).isFalse();
    assertThat(migration.has(CutoverAborted.class, Leg.TO_REPLICA)).isFalse();
    assertThat(migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA))).isEqualTo(2);
    assertThat(migration.attempt(AttemptSeries.cutover(Leg.TO_AURORA))).isEqualTo(1);

    var again = fold(migration, List.of(started(2), started(1)));
    assertThat(again.get(CutoverStarted.class, Leg.TO_REPLICA).attempt()).isEqualTo(2);
  }

  @Test
  void aReplicaPromotedInVainIsRebuilt() {
    var migration =
        fold(
            Migration.of("shop"),
            List.of(
                new BaseBackupRestored(1, "base", 1),
                new CutoverUndone(Leg.TO_REPLICA, 1, "late", 1, 1, NOON)));
    assertThat(migration.has(BaseBackupRestored.class)).isFalse();
    assertThat(migration.attempt(AttemptSeries.REPLICA)).isEqualTo(2);
  }

  @Survives(
      fault = 42,
      done = "a cancellation is written between the claim of a pivot and its fact, or after both",
      held = "the migration is not cancelled")
  @Test
  void aPivotVoidsACancellation() {
    var pivot = new PivotReached(Leg.TO_REPLICA, 1);
    var cancelled = new MigrationCancelled("second thoughts");
    for (var facts : List.of(List.of(cancelled, pivot), List.of(pivot, cancelled))) {
      var migration = fold(Migration.of("shop"), facts);
      assertThat(migration.has(MigrationCancelled.class)).isFalse();
      assertThat(migration.has(PivotReached.class, Leg.TO_REPLICA)).isTrue();
    }
  }

  @Test
  void aComparisonIsVoidOnceATableChangesOrTheOperatorAsksForAnother() {
    var retry = new StepRetryRequested("compare-data", 1);
    var changed = new SchemaSettled(1, 1);
    var failed =
        new StepFailed("compare-data", 1, FailureKind.REJECTED, "differs", Optional.empty());
    for (var again :
        List.of(
            List.of(retry), List.of(changed), List.of(changed, retry), List.of(retry, changed))) {
      var migration =
          fold(
              fold(Migration.of("shop"), List.of(compared(1), failed)),
              List.<MigrationEvent>copyOf(again));
      assertThat(migration.has(DataCompared.class)).isFalse();
      assertThat(migration.has(StepFailed.class)).isFalse();
      assertThat(migration.attempt(AttemptSeries.COMPARISON)).isEqualTo(2);
      assertThat(fold(migration, List.of(compared(2))).has(DataCompared.class)).isTrue();
    }
    var other = fold(Migration.of("shop"), List.of(compared(1), new SchemaSettled(1, 0)));
    assertThat(other.has(DataCompared.class)).as("no table changed").isTrue();
  }

  private static DataCompared compared(int comparison) {
    return new DataCompared(Leg.TO_AURORA, 1, comparison, 17, 1000, 20, 0, List.of(), 70);
  }

  @Test
  void anOldRetryDoesNotForgiveANewFailure() {
    var retry = new StepRetryRequested("copy-data", 1);
    var migration = fold(Migration.of("shop"), List.of(failed(1), retry, failed(2), retry));
    assertThat(migration.find(StepFailed.class, "copy-data")).map(StepFailed::attempt).contains(2);
  }

  private static StepFailed failed(int attempt) {
    return new StepFailed("copy-data", attempt, FailureKind.UNAVAILABLE, "down", Optional.empty());
  }

  private static CutoverStarted started(int attempt) {
    return new CutoverStarted(Leg.TO_REPLICA, attempt, NOON, NOON.plusSeconds(60));
  }

  private static Migration fold(Migration start, List<? extends MigrationEvent> facts) {
    var migration = start;
    for (var fact : facts) {
      var offset = migration.history().size();
      migration = migration.with(new LoggedEvent("shop", fact, offset, NOON, "test"));
    }
    return migration;
  }
}
