package dev.kahuna.replica.copy;

import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Automates the runbook's section "schema", first half: the app's role, extensions, and everything
 * that pg_dump calls pre-data, in one transaction.
 */
public record CopySchema(CopyEnds ends, SshHosts hosts, Secrets secrets) {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var job = new SchemaJob(ends, hosts, secrets);
    var owner = job.owner(migration);
    try (var standby = ends.standby(migration);
        var target = ends.target(migration)) {
      CopyEnds.checkFrozen(standby, migration);
      var preparation = new TargetPreparation(target);
      var copied = job.run(migration, "pre-data", 1, () -> preparation.make(owner, standby));
      if (!copied.done()) {
        return StepOutcome.notYet("taking the schema to the target", PAUSE);
      }
      return StepOutcome.done(new SchemaCopied(SchemaSize.of(target).tables()));
    }
  }
}
