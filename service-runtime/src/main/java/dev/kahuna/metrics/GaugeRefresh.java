package dev.kahuna.metrics;

import dev.kahuna.migration.Migration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the migrations that this process serves, once a second between start and stop. */
public final class GaugeRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(GaugeRefresh.class);

  private final MigrationGauges gauges;
  private final Supplier<List<Migration>> served;
  private final ScheduledExecutorService timer;
  private Optional<ScheduledFuture<?>> refreshing = Optional.empty();

  public GaugeRefresh(
      MigrationGauges gauges, Supplier<List<Migration>> served, ScheduledExecutorService timer) {
    this.gauges = gauges;
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
      gauges.show(served.get());
    } catch (RuntimeException e) {
      // A timer drops a task that throws; frozen gauges would look like a quiet system.
      LOG.error("could not refresh the gauges of migrations; the next attempt is in 1 s", e);
    }
  }
}
