package dev.kahuna.replica.schema;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Automates the runbook's section "schema", second half: indexes, constraints, triggers,
 * materialized views, and then the planner's statistics.
 *
 * @param atATime how many indexes are built at a time
 * @param telemetry takes the migration's id and a sample
 */
public record BuildIndexes(
    CopyEndpoints endpoints,
    SshHosts hosts,
    int atATime,
    BiConsumer<String, Telemetry> telemetry,
    Clock clock) {
  /** The name of the step. */
  public static final String NAME = "build-indexes";

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    var sizes = sizes(migration);
    var entries = new SchemaDump(endpoints, hosts).postData(migration);
    requireFrozen(migration);
    try (var replica = endpoints.replica(migration);
        var target = endpoints.target(migration)) {
      RowCheck.leaveAsOn(replica, target);
    }
    new SchemaRestore(
            () -> endpoints.targetAsOwner(migration),
            atATime,
            progress -> report(migration.id(), progress))
        .postData(entries, sizes);
    try (var target = endpoints.target(migration)) {
      var size = SchemaSize.of(target);
      return StepOutcome.done(
          new IndexesBuilt(
              migration.attempt(AttemptSeries.COPY), size.indexes(), size.constraints()));
    }
  }

  /** Must follow the dump: the dump fits the copied rows only if the standby is still frozen. */
  private void requireFrozen(Migration migration) throws SQLException {
    if (migration.request().hasStandby()) {
      try (var source = endpoints.source(migration)) {
        FrozenStandby.check(source, migration);
      }
    }
  }

  private Map<String, Long> sizes(Migration migration) throws SQLException {
    try (var source = endpoints.source(migration)) {
      return IndexSizes.of(source);
    }
  }

  private void report(String migration, Progress progress) {
    telemetry.accept(
        migration,
        new StepReported(
            clock.instant(), NAME, "building indexes and constraints", Optional.of(progress)));
  }
}
