package dev.kahuna.metrics;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.DueSteps;
import dev.kahuna.step.Saga;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The migrations that this process serves, as gauges: their facts, the running steps and the failed
 * steps. A migration that another instance took over, or a step that is done, no longer has a row.
 */
public final class MigrationGauges {
  private record Work(String migration, String step) {}

  private final Saga saga;
  private final Map<Work, Progress> progress = new ConcurrentHashMap<>();
  private final Map<String, Integer> holding = new ConcurrentHashMap<>();
  private final MultiGauge facts;
  private final MultiGauge state;
  private final MultiGauge running;
  private final MultiGauge failed;
  private final MultiGauge done;
  private final MultiGauge total;

  public MigrationGauges(Saga saga, MeterRegistry meters) {
    this.saga = saga;
    facts = gauge(meters, "kahuna.migration.facts", "Facts of a migration that hold now");
    state = gauge(meters, "kahuna.migration.state", "1 for the newest fact of a migration");
    running = gauge(meters, "kahuna.step.running", "1 for each step that is due or under way");
    failed = gauge(meters, "kahuna.step.failed", "1 for each step that waits for the operator");
    done = gauge(meters, "kahuna.step.progress", "Units of a step's work that are done");
    total = gauge(meters, "kahuna.step.size", "Units of a step's work in all");
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  /** Remembers the progress of a step. */
  public void observe(String migration, Telemetry sample) {
    switch (sample) {
      case StepReported report ->
          report.progress().ifPresent(p -> progress.put(new Work(migration, report.step()), p));
      case StepFinished end -> progress.remove(new Work(migration, end.step()));
      case Telemetry.RowsCopied _,
          Telemetry.ReplayLag _,
          Telemetry.ReplicationLag _,
          Telemetry.WayBackLag _ -> {}
    }
  }

  /** Shows these migrations and no others. */
  public void show(List<Migration> served) {
    var requested = served.stream().filter(m -> m.has(MigrationRequested.class)).toList();
    requested.forEach(m -> holding.put(m.id(), m.holding().size()));
    holding.keySet().removeIf(id -> requested.stream().noneMatch(m -> m.id().equals(id)));
    register(facts, requested.stream().map(m -> factsRow(m.id())));
    register(state, requested.stream().flatMap(MigrationGauges::newest));
    register(running, requested.stream().flatMap(this::due));
    register(failed, requested.stream().flatMap(MigrationGauges::failures));
    var due = new DueSteps(saga, requested);
    progress.keySet().removeIf(work -> !due.contains(work.migration(), work.step()));
    register(done, progressRows(Progress::done));
    register(total, progressRows(Progress::total));
  }

  /**
   * Rows that are there already stay, for a scrape in the middle of a replacement would see it
   * twice. So a row whose number changes reads it again at each scrape.
   */
  private static void register(MultiGauge gauge, Stream<Row<?>> rows) {
    gauge.register(rows.toList(), false);
  }

  private Row<?> factsRow(String migration) {
    return Row.of(
        Tags.of("migration", migration), holding, known -> known.getOrDefault(migration, 0));
  }

  private static Stream<Row<?>> newest(Migration migration) {
    return migration.latest().stream()
        .map(
            fact ->
                Row.of(
                    Tags.of(
                        "migration",
                        migration.id(),
                        "fact",
                        MigrationEvent.wireName(fact.event().getClass()),
                        "about",
                        fact.event().about()),
                    1));
  }

  private Stream<Row<?>> due(Migration migration) {
    return saga.steps().stream()
        .filter(step -> step.due(migration))
        .map(step -> Row.of(Tags.of("migration", migration.id(), "step", step.name()), 1));
  }

  private static Stream<Row<?>> failures(Migration migration) {
    return migration.holding().stream()
        .map(fact -> fact.event())
        .filter(StepFailed.class::isInstance)
        .map(StepFailed.class::cast)
        .map(
            failure ->
                Row.of(
                    Tags.of(
                        "migration",
                        migration.id(),
                        "step",
                        failure.step(),
                        "kind",
                        failure.kind().name()),
                    1));
  }

  private Stream<Row<?>> progressRows(ToLongFunction<Progress> value) {
    return progress.entrySet().stream()
        .map(
            e ->
                Row.of(
                    Tags.of(
                        "migration",
                        e.getKey().migration(),
                        "step",
                        e.getKey().step(),
                        "unit",
                        e.getValue().unit()),
                    progress,
                    known ->
                        Optional.ofNullable(known.get(e.getKey()))
                            .map(p -> (double) value.applyAsLong(p))
                            .orElse(Double.NaN)));
  }
}
