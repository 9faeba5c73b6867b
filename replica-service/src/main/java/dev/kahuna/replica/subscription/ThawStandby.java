package dev.kahuna.replica.subscription;

import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.replica.recovery.StartStandby;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * The end of the runbook's section "logical replication": the standby replays again and protects
 * the promoted replica against loss. The step is done when the standby is past the point where the
 * slot begins, which is on the promoted replica's timeline. A standby that has restarted while it
 * was frozen must restart to replay on.
 */
public record ThawStandby(CopyEndpoints endpoints, SshHosts hosts) {
  private static final HostScript START = HostScript.of(StartStandby.class, "run-postgres");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var frozenAt = migration.get(StandbyFrozen.class, Leg.TO_REPLICA).frozenAt();
    var slotBegins = migration.get(SlotCreated.class, Leg.TO_REPLICA).consistentPoint();
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.STANDBY))) {
      host.run(START, Map.of(), LIMIT);
    }
    try (var standby = endpoints.standby(migration)) {
      return ReplayStop.clear(standby) && FrozenStandby.of(standby).at().isAtLeast(slotBegins)
          ? StepOutcome.done(new StandbyThawed(migration.attempt(AttemptSeries.COPY), frozenAt))
          : StepOutcome.notYet("waiting until the standby follows the promoted replica", PAUSE);
    }
  }
}
