package dev.kahuna.cutover;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepOutcome.NotYet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs what is due in one thread, without a log: each fact is known as soon as it is made. */
final class SagaByHand {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Saga saga;
  private final FailureClassifier classifier = new FailureClassifier(failure -> Optional.empty());
  private final List<String> told = new ArrayList<>();
  private final Clock clock;
  private final Function<Migration, Stream<MigrationEvent>> others;
  private Migration migration;
  private int offset;

  /**
   * @param others what other services say to what is known so far
   */
  SagaByHand(
      Saga saga, String id, Clock clock, Function<Migration, Stream<MigrationEvent>> others) {
    this.saga = saga;
    this.clock = clock;
    this.others = others;
    this.migration = Migration.of(id);
  }

  Migration migration() {
    return migration;
  }

  /** What was done, with how long each step took. */
  List<String> told() {
    return List.copyOf(told);
  }

  SagaByHand know(MigrationEvent... facts) {
    for (var fact : facts) {
      migration =
          migration.with(new LoggedEvent(migration.id(), fact, offset++, clock.instant(), "test"));
    }
    return this;
  }

  /** Runs due steps until the migration is as wanted. */
  void runUntil(Predicate<Migration> wanted) {
    var end = Instant.now().plus(LIMIT);
    while (!wanted.test(migration)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not reached: " + migration + "\n" + String.join("\n", told));
      }
      listen();
      var due = saga.steps().stream().filter(step -> step.due(migration)).findFirst();
      if (due.isEmpty()) {
        throw new AssertionError("nothing is due: " + migration + "\n" + String.join("\n", told));
      }
      run(due.get());
    }
  }

  /** The step does its work, and its fact does not get into the log. */
  void loseTheFactOf(String name) throws Exception {
    listen();
    var step = saga.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    if (!step.due(migration) || !(step.work().run(migration) instanceof Done)) {
      throw new AssertionError(name + " has not done its work");
    }
  }

  private void listen() {
    know(others.apply(migration).toArray(MigrationEvent[]::new));
  }

  private void run(Step step) {
    var begun = System.nanoTime();
    try {
      switch (step.work().run(migration)) {
        case Done(var fact) -> {
          know(fact);
          tell(step, begun, fact.toString());
        }
        case NotYet notYet -> {
          tell(step, begun, notYet.sentence());
          LockSupport.parkNanos(Math.min(notYet.recheckAfter().toNanos(), 200_000_000));
        }
      }
    } catch (Exception e) {
      tell(step, begun, e.toString());
      if (classifier.kind(e) != FailureKind.UNAVAILABLE) {
        know(failure(step, e));
      }
    }
  }

  private StepFailed failure(Step step, Exception e) {
    return new StepFailed(
        step.name(),
        migration.attempt(AttemptSeries.step(step.name())),
        classifier.kind(e),
        String.valueOf(e.getMessage()),
        step.window()
            .map(
                leg ->
                    new StepFailed.CutoverAttempt(
                        leg, migration.attempt(AttemptSeries.cutover(leg))))
            .or(Optional::empty));
  }

  private void tell(Step step, long begun, String what) {
    told.add("%s %d ms: %s".formatted(step.name(), (System.nanoTime() - begun) / 1_000_000, what));
  }
}
