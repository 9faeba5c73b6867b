package dev.kahuna.sandbox.replica;

import static org.awaitility.Awaitility.await;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepOutcome.NotYet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs a service's steps as its loop would, one after the other, with a log in memory. */
final class StepsUnderTest {
  private final Saga saga;
  private final List<String> said = new ArrayList<>();
  private Migration migration;
  private long offset;

  StepsUnderTest(Saga saga, String id) {
    this.saga = saga;
    this.migration = Migration.of(id);
  }

  Migration migration() {
    return migration;
  }

  /** What the steps said while they were not done. */
  List<String> said() {
    return said;
  }

  /** Another service, or the operator, says something. */
  void know(MigrationEvent... facts) {
    for (var fact : facts) {
      migration =
          migration.with(new LoggedEvent(migration.id(), fact, offset++, Instant.EPOCH, "test"));
    }
  }

  /** Runs what is due until there is such a fact. */
  <E extends MigrationEvent> E until(Class<E> fact) {
    await(fact.getSimpleName())
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              runDue();
              return migration.has(fact);
            });
    return migration.get(fact);
  }

  /** Does the work of these steps once more, as after a crash before their facts were said. */
  List<MigrationEvent> again(String... names) throws Exception {
    var facts = new ArrayList<MigrationEvent>();
    for (var name : names) {
      var step = saga.steps().stream().filter(s -> s.name().equals(name)).findFirst();
      if (step.orElseThrow().work().run(migration) instanceof Done(var fact)) {
        facts.add(fact);
      }
    }
    return facts;
  }

  private void runDue() throws Exception {
    for (var step : saga.steps()) {
      if (step.due(migration)) {
        switch (step.work().run(migration)) {
          case Done(var fact) -> know(fact);
          case NotYet notYet -> said.add(step.name() + ": " + notYet.sentence());
        }
      }
    }
  }
}
