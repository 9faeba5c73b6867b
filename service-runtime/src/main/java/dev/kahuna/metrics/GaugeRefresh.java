package dev.kahuna.metrics;

import dev.kahuna.migration.Migration;
import dev.kahuna.step.DueSteps;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepMemory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the migrations that this process serves, once a second between start and stop, and has what
 * steps keep in memory forgotten when they are no longer due.
 */
public final class GaugeRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(GaugeRefresh.class);

  private final Saga saga;
  private final MigrationGauges gauges;
  private final List<StepMemory> memories;
  private final Supplier<List<Migration>> served;
  private final ScheduledExecutorService timer;
  private Optional<ScheduledFuture<?>> refreshing = Optional.empty();

  public GaugeRefresh(
      Saga saga,
      MigrationGauges gauges,
      List<StepMemory> memories,
      Supplier<List<Migration>> served,
      ScheduledExecutorService timer) {
    this.saga = saga;
    this.gauges = gauges;
    this.memories = List.copyOf(memories);
    this.served = served;
    this.timer = timer;
  }

  public synchronized void start() {
    refreshing = Optional.of(timer.scheduleWithFixedDelay(this::show, 1, 1, TimeUnit.SECONDS));
  }

  public synchronized void stop() {
    refreshing.ifPresent(task -> task.cancel(false));
    refreshing = Optional.empty();
  }

  private void show() {
    try {
      var migrations = served.get();
      gauges.show(migrations);
      var due = new DueSteps(saga, migrations);
      memories.forEach(memory -> memory.keepOnly(due));
    } catch (RuntimeException e) {
      // A timer drops a task that throws; frozen gauges would look like a quiet system.
      LOG.error("could not refresh the gauges of migrations; the next attempt is in 1 s", e);
    }
  }
}
