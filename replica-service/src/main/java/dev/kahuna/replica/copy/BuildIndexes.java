package dev.kahuna.replica.copy;

import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Automates the runbook's section "schema", second half: indexes, constraints, triggers,
 * materialized views, and then the planner's statistics.
 *
 * @param atATime how many indexes are built at a time
 * @param telemetry takes the migration's id and a sample
 */
public record BuildIndexes(
    CopyEnds ends,
    SshHosts hosts,
    int atATime,
    BiConsumer<String, Telemetry> telemetry,
    Clock clock) {
  /** The name of the step. */
  public static final String NAME = "build-indexes";

  private static final Queries QUERIES = Queries.of(BuildIndexes.class);

  private record Size(String schema, String name, long bytes) {
    /** It is an index of its own, or belongs to a constraint. */
    Stream<Map.Entry<String, Long>> byKey() {
      return Stream.of("INDEX", "CONSTRAINT")
          .map(type -> Map.entry(new SchemaEntry(type, schema, name, 1, "").key(), bytes));
    }
  }

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    new SchemaRestore(
            () -> ends.targetAsOwner(migration),
            atATime,
            progress -> report(migration.id(), progress))
        .postData(new SchemaDump(ends, hosts).section(migration, "post-data"), sizes(migration));
    try (var target = ends.target(migration)) {
      var size = SchemaSize.of(target);
      return StepOutcome.done(new IndexesBuilt(size.indexes(), size.constraints()));
    }
  }

  private Map<String, Long> sizes(Migration migration) throws SQLException {
    try (var standby = ends.standby(migration)) {
      return QUERIES
          .list(
              standby,
              "index-sizes",
              row -> new Size(row.getString(1), row.getString(2), row.getLong(3)))
          .stream()
          .flatMap(Size::byKey)
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
    }
  }

  private void report(String migration, Progress progress) {
    telemetry.accept(
        migration,
        new StepReported(
            clock.instant(), NAME, "building indexes and constraints", Optional.of(progress)));
  }
}
