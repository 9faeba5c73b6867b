package dev.kahuna.replica.copy;

import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reports the progress of a copy of rows.
 *
 * @param telemetry takes the migration's id and a sample
 */
public record CopyProgressReport(
    BiConsumer<String, Telemetry> telemetry, CopyGauges gauges, Clock clock) {
  public Instant now() {
    return clock.instant();
  }

  /** Reports it to the telemetry log and to Prometheus, from the middle of a step's run. */
  public void say(String migration, RowsCopied sample, Progress progress) {
    telemetry.accept(
        migration,
        new StepReported(sample.at(), sample.step(), sentence(sample), Optional.of(progress)));
    show(migration, sample);
  }

  /** Reports the tables alone: what the step itself reports is the outcome of its run. */
  public void show(String migration, RowsCopied sample) {
    telemetry.accept(migration, sample);
    gauges.show(migration, sample);
  }

  /** What the step says of it. */
  public static String sentence(RowsCopied sample) {
    return "copying rows, %d of %d tables done".formatted(sample.tablesDone(), sample.tables());
  }
}
