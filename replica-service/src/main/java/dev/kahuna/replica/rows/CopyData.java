package dev.kahuna.replica.rows;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.step.StepOutcome;

/**
 * Automates the runbook's section "data": every row, from the standby, which is frozen at the point
 * where the slot begins.
 *
 * @param connections number of connections to each server
 */
public record CopyData(CopyEndpoints endpoints, int connections, CopyProgressReport report) {
  /** The name of the step. */
  public static final String NAME = "copy-data";

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    var copy =
        new DataCopy(
            endpoints.path(migration),
            connections,
            DataCopy.CHUNK_BYTES,
            progress ->
                report.say(migration.id(), progress.sample(report.now(), NAME), progress.now()));
    var total = copy.run();
    return StepOutcome.done(
        new DataCopied(
            migration.attempt(AttemptSeries.COPY), total.tables(), total.rows(), total.bytes()));
  }
}
