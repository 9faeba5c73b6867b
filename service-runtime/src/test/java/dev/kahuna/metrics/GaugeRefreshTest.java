package dev.kahuna.metrics;

import static org.awaitility.Awaitility.await;

import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepMemory;
import dev.kahuna.step.StepOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaugeRefreshTest {
  private static final String STEP = "copy-schema";

  private final Saga saga =
      Saga.of(
          "test",
          Step.named(STEP)
              .after(MigrationRequested.class)
              .yields(SchemaCopied.class)
              .saying("Copying")
              .does(migration -> StepOutcome.notYet("copying", Duration.ofSeconds(1))));
  private final Set<String> remembered = ConcurrentHashMap.newKeySet();
  private final StepMemory memory = due -> remembered.removeIf(m -> !due.contains(m, STEP));
  private final AtomicReference<List<Migration>> served = new AtomicReference<>(List.of());

  @ParameterizedTest
  @ValueSource(strings = {"done", "cancelled", "taken away"})
  void whatAStepRemembersIsForgottenOnceItIsNotDue(String why) {
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      var gauges = new MigrationGauges(saga, new SimpleMeterRegistry());
      var refresh = new GaugeRefresh(saga, gauges, List.of(memory), served::get, timer);
      served.set(List.of(migration("shop"), migration("blog")));
      remembered.addAll(List.of("shop", "blog", "nobody's"));
      refresh.start();
      await().until(() -> remembered.equals(Set.of("shop", "blog")));
      served.set(
          switch (why) {
            case "done" -> List.of(migration("shop", new SchemaCopied(1, 1)), migration("blog"));
            case "cancelled" ->
                List.of(migration("shop", new MigrationCancelled("no need")), migration("blog"));
            default -> List.of(migration("blog"));
          });
      await().until(() -> remembered.equals(Set.of("blog")));
      refresh.stop();
    }
  }

  private static Migration migration(String id, MigrationEvent... more) {
    var facts = new ArrayList<MigrationEvent>();
    facts.add(new MigrationRequested(Examples.request()));
    facts.addAll(List.of(more));
    var migration = Migration.of(id);
    for (int i = 0; i < facts.size(); i++) {
      migration = migration.with(new LoggedEvent(id, facts.get(i), i, Instant.EPOCH, "test"));
    }
    return migration;
  }
}
