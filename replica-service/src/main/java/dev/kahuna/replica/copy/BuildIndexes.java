package dev.kahuna.replica.copy;

import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Automates the runbook's section "schema", second half: indexes, constraints, triggers,
 * materialized views, and then the planner's statistics.
 *
 * @param atATime how many indexes are built at a time
 */
public record BuildIndexes(CopyEnds ends, SshHosts hosts, Secrets secrets, int atATime) {
  private static final Queries QUERIES = Queries.of(BuildIndexes.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var job = new SchemaJob(ends, hosts, secrets).run(migration, "post-data", atATime, () -> {});
    try (var target = ends.target(migration)) {
      if (!job.done()) {
        var restored = QUERIES.one(target, "restored-count", row -> row.getLong(1));
        return StepOutcome.notYet(
            "building indexes and constraints",
            PAUSE,
            new Progress(restored, Math.max(job.total(), restored), "indexes"));
      }
      var size = SchemaSize.of(target);
      return StepOutcome.done(new IndexesBuilt(size.indexes(), size.constraints()));
    }
  }
}
