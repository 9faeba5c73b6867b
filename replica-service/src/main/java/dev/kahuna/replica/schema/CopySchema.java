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
      var entries = new SchemaDump(endpoints, hosts).preData(migration);
      new SchemaRestore(() -> endpoints.targetAsOwner(migration), 1, progress -> {})
          .preData(entries);
      return StepOutcome.done(
          new SchemaCopied(migration.attempt(AttemptSeries.COPY), SchemaSize.of(target).tables()));
    }
  }
}
