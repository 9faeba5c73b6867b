package dev.kahuna.replica.recovery;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.ssh.HostJob;
import dev.kahuna.replica.ssh.SshHost;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Automates the runbook's section "streaming replica": a copy of the replica by pg_basebackup that
 * follows it.
 *
 * <p>It streams from the replica and never reads the archive. So it cannot get ahead of the
 * replica, nor replay what Heroku ships after the promotion on the old timeline: either would keep
 * it from following the promoted replica. Up to version 15, a server that replays the archive wakes
 * its walsenders only on a message from the standby, so the standby sends a status message each
 * second.
 */
public record StartStandby(
    SshHosts hosts, HostDatabases databases, Map<String, String> extraSettings) {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String SECRET = "0600";
  private static final String STREAMING = "streaming";

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var attempt = migration.get(ReplicaStarted.class).attempt();
    var job = new HostJob("copy-replica-" + attempt, "copy-replica", RestoreBaseBackup.DATA);
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.STANDBY))) {
      var size = new StandbySlot(databases).ensure(migration);
      var report = job.advance(host, () -> prepareCopy(migration, job, host));
      if (!report.isDone()) {
        return StepOutcome.notYet(
            "copying the replica",
            PAUSE,
            new Progress(report.bytes(), Math.max(size, report.bytes()), "bytes"));
      }
      return follow(migration, host)
          ? StepOutcome.done(new StandbyStarted(attempt, HostDatabases.PORT))
          : StepOutcome.notYet("waiting until the standby streams from the replica", PAUSE);
    }
  }

  /** Empties the standby host and hands it what the copy needs. */
  void prepareCopy(Migration migration, HostJob job, SshHost host) throws InterruptedException {
    RestoreBaseBackup.clear(host);
    host.put(
        "etc/primary.crt",
        SECRET,
        migration.get(HostPrepared.class, HostRole.REPLICA).certificate());
    var primary = ServerFiles.connection("$home", replica(migration));
    host.put(
        "etc/" + job.name() + ".env",
        SECRET,
        "PRIMARY=\"%s\"\nSLOT=%s".formatted(primary, StandbySlot.NAME));
  }

  /** Starts the server unless it runs; whether it streams from the replica. */
  boolean follow(Migration migration, SshHost host) throws SQLException, InterruptedException {
    var postgres = new PostgresStart(databases);
    var facts = RecoveryFacts.of(host);
    if (!facts.running()) {
      var settings = new HashMap<>(extraSettings);
      settings.put("wal_receiver_status_interval", "1s");
      postgres.start(
          host,
          new ServerFiles(
              facts,
              migration.get(HostLaunched.class, HostRole.STANDBY).address(),
              migration.request().replica().clients(),
              Optional.of(replica(migration)),
              settings));
    }
    return postgres
        .state(migration, HostRole.STANDBY, host)
        .filter(state -> state.receiver().equals(STREAMING))
        .isPresent();
  }

  private static PostgresEndpoint replica(Migration migration) {
    return new PostgresEndpoint(
        migration.get(HostLaunched.class, HostRole.REPLICA).address(),
        HostDatabases.PORT,
        HostDatabases.SUPERUSER);
  }
}
