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

  /**
   * Reports it to the telemetry log and to Prometheus.
   *
   * @param trouble what the operator should look into meanwhile, or the empty string
   */
  public void say(String migration, RowsCopied sample, Progress progress, String trouble) {
    var sentence =
        "copying rows, %d of %d tables done%s"
            .formatted(sample.tablesDone(), sample.tables(), trouble);
    telemetry.accept(
        migration, new StepReported(sample.at(), sample.step(), sentence, Optional.of(progress)));
    telemetry.accept(migration, sample);
    gauges.show(migration, sample);
  }

  /** The copy has ended, successfully or not. */
  public void end(String migration) {
    gauges.forget(migration);
  }
}
