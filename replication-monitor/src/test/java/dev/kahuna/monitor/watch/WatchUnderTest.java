package dev.kahuna.monitor.watch;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepWork;
import dev.kahuna.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Runs watches of one migration as the loop would, and keeps their samples. */
public final class WatchUnderTest {
  public final List<Telemetry> samples = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final LagGauges gauges = new LagGauges(meters);
  private Migration migration = Migration.of(TestSites.MIGRATION);

  public Migration migration() {
    return migration;
  }

  /** More facts of the migration. */
  public void know(List<? extends MigrationEvent> facts) {
    migration = TestSites.fold(migration, facts);
  }

  /** Watches until the newest sample is such a one. */
  public <T extends Telemetry> T watchUntil(StepWork watch, Class<T> type, Predicate<T> enough) {
    Awaitility.await("sample of " + type.getSimpleName())
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(100, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              watch.run(migration);
              return samples.stream().anyMatch(type::isInstance) && enough.test(newest(type));
            });
    return newest(type);
  }

  /** Watches until the other step makes its fact. */
  public Object await(StepWork watch, StepWork awaited) {
    return Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .until(
                    () -> {
                      watch.run(migration);
                      return awaited.run(migration);
                    },
                    StepOutcome.Done.class::isInstance)
            instanceof StepOutcome.Done(var fact)
        ? fact
        : "nothing";
  }

  /** Runs a step once. */
  public StepOutcome run(StepWork work) {
    try {
      return work.run(migration);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a step says, or the message of its failure. */
  public static String catchMessage(Callable<StepOutcome> work) {
    try {
      return work.call() instanceof StepOutcome.NotYet notYet ? notYet.sentence() : "";
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The newest sample of this type. */
  public <T extends Telemetry> T newest(Class<T> type) {
    return samples.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /** The migration's value of a gauge. */
  public double gauge(String name) {
    return meters.get(name).tag("migration", TestSites.MIGRATION).gauge().value();
  }
}
