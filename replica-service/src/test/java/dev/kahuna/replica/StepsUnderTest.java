package dev.kahuna.replica;

import static org.awaitility.Awaitility.await;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepOutcome.NotYet;
import dev.kahuna.telemetry.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a service's steps as its loop would, one after the other, with a log in memory. */
final class StepsUnderTest {
  private final Saga saga;
  private final Map<String, Progress> shown = new HashMap<>();
  private Migration migration;
  private long offset;

  StepsUnderTest(Saga saga, String id) {
    this.saga = saga;
    this.migration = Migration.of(id);
  }

  Migration migration() {
    return migration;
  }

  /** How far a step said that it was, when it last did. */
  Progress shown(String step) {
    return shown.getOrDefault(step, new Progress(0, 0, "nothing"));
  }

  /** Another service, or the operator, says something. */
  void know(MigrationEvent... facts) {
    for (var fact : facts) {
      migration =
          migration.with(new LoggedEvent(migration.id(), fact, offset++, Instant.EPOCH, "test"));
    }
  }

  /** Runs what is due until there is such a fact, and nothing after it. */
  <E extends MigrationEvent> E until(Class<E> fact) {
    await(fact.getSimpleName())
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              runDueUntil(fact);
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

  private void runDueUntil(Class<? extends MigrationEvent> wanted) throws Exception {
    for (var step : saga.steps()) {
      if (!migration.has(wanted) && step.due(migration)) {
        run(step);
      }
    }
  }

  /** As in the service, a server that is out of reach is asked again later. */
  private void run(Step step) throws Exception {
    try {
      switch (step.work().run(migration)) {
        case Done(var fact) -> know(fact);
        case NotYet notYet ->
            notYet.progress().ifPresent(progress -> shown.put(step.name(), progress));
      }
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) != FailureKind.UNAVAILABLE) {
        throw e;
      }
    }
  }
}
