package dev.kahuna.replica.schema;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;

/**
 * Automates the runbook's section "schema", first half: the app's role, extensions, and everything
 * that pg_dump calls pre-data.
 */
public record CopySchema(CopyEndpoints endpoints, SshHosts hosts) {
  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    try (var source = endpoints.source(migration);
        var target = endpoints.target(migration)) {
      if (migration.request().hasStandby()) {
        FrozenStandby.check(source, migration);
      }
      new TargetPreparation(target).make(endpoints.owner(migration), source);
      var entries =
          new SchemaDump(endpoints, hosts)
              .section(migration, "pre-data").stream()
                  .filter(entry -> !ofExtension(entry))
                  .map(CopySchema::besideWhatIsThere)
                  .toList();
      new SchemaRestore(() -> endpoints.targetAsOwner(migration), 1, progress -> {})
          .preData(entries);
      return StepOutcome.done(
          new SchemaCopied(migration.attempt(AttemptSeries.COPY), SchemaSize.of(target).tables()));
    }
  }

  /** Extensions are created earlier, by a role that may do so. */
  private static boolean ofExtension(SchemaEntry entry) {
    return entry.type().equals("EXTENSION")
        || entry.type().equals("COMMENT") && entry.name().startsWith("EXTENSION ");
  }

  /** The extensions' schemas already exist, since they were created with them. */
  private static SchemaEntry besideWhatIsThere(SchemaEntry entry) {
    return entry.type().equals("SCHEMA")
        ? entry.with(entry.sql().replaceFirst("^CREATE SCHEMA ", "CREATE SCHEMA IF NOT EXISTS "))
        : entry;
  }
}
