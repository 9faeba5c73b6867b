package dev.kahuna.replica.copy;

import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Automates the runbook's section "data": every row, from the standby that stands at the point
 * where the slot begins.
 *
 * @param connections how many to each end
 * @param telemetry takes the migration's id and a sample
 */
public record CopyData(
    CopyEnds ends,
    int connections,
    BiConsumer<String, Telemetry> telemetry,
    CopyGauges gauges,
    Clock clock) {
  /** The name of the step. */
  public static final String NAME = "copy-data";

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    var copy =
        new DataCopy(
            ends.path(migration),
            connections,
            DataCopy.CHUNK_BYTES,
            progress -> report(migration.id(), progress));
    try {
      var total = copy.run();
      return StepOutcome.done(new DataCopied(total.tables(), total.rows(), total.bytes()));
    } finally {
      gauges.forget(migration.id());
    }
  }

  private void report(String migration, CopyProgress progress) {
    var sample = progress.sample(clock.instant(), NAME);
    var sentence =
        "copying rows, %d of %d tables done".formatted(sample.tablesDone(), sample.tables());
    telemetry.accept(
        migration, new StepReported(sample.at(), NAME, sentence, Optional.of(progress.now())));
    telemetry.accept(migration, sample);
    gauges.show(migration, sample);
  }
}
