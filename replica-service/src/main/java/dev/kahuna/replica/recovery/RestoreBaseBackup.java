package dev.kahuna.replica.recovery;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.ssh.HostJob;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHost;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import java.time.Duration;
import java.util.Map;

/**
 * Automates the first half of the runbook's section "log-shipped replica": the newest complete base
 * backup of the archive is unpacked into PGDATA. The remains of an earlier attempt are deleted
 * first.
 */
public record RestoreBaseBackup(SshHosts hosts) {
  static final String DATA = "data/pg";

  private static final HostScript CLEAR = HostScript.of(RestoreBaseBackup.class, "clear-data");
  private static final Duration CLEAR_LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws InterruptedException {
    var attempt = migration.attempt(AttemptSeries.REPLICA);
    var job = new HostJob("restore-" + attempt, "fetch-base-backup", DATA);
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.REPLICA))) {
      var report = job.advance(host, () -> clear(host));
      return report.isDone()
          ? StepOutcome.done(new BaseBackupRestored(attempt, report.result(), report.bytes()))
          : StepOutcome.notYet(
              "unpacking the base backup",
              PAUSE,
              new Progress(report.bytes(), report.total(), "bytes"));
    }
  }

  static void clear(SshHost host) throws InterruptedException {
    host.run(CLEAR, Map.of(), CLEAR_LIMIT);
  }
}
