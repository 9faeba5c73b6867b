package dev.kahuna.replica.recovery;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Automates the second half of the runbook's section "log-shipped replica": recovery from the
 * archive, with settings at least as high as the primary's, until the server accepts read-only
 * sessions.
 */
public record StartReplica(
    SshHosts hosts, HostDatabases databases, Map<String, String> extraSettings) {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var launched = migration.get(HostLaunched.class, HostRole.REPLICA);
    var postgres = new PostgresStart(databases);
    try (var host = hosts.open(launched)) {
      var facts = RecoveryFacts.of(host);
      checkVersion(facts, migration.request().source().version());
      if (!facts.running()) {
        var clients = migration.request().replica().clients();
        postgres.start(
            host,
            new ServerFiles(facts, launched.address(), clients, Optional.empty(), extraSettings));
      }
      var state = postgres.state(migration, HostRole.REPLICA, host);
      if (state.isEmpty()) {
        return StepOutcome.notYet("replaying the archive up to the end of the base backup", PAUSE);
      }
      var attempt = migration.get(BaseBackupRestored.class).attempt();
      return StepOutcome.done(
          new ReplicaStarted(attempt, facts.majorVersion(), HostDatabases.PORT));
    }
  }

  private static void checkVersion(RecoveryFacts facts, int requested) {
    if (facts.majorVersion() != requested) {
      throw new Rejected(
          "The base backup is of Postgres %d, but source.version in the request is %d. Cancel this migration and request a new one with source.version %1$d."
              .formatted(facts.majorVersion(), requested));
    }
  }
}
