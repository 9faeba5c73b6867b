package dev.kahuna.replica.recovery;

import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Brings the standby, whose replay is paused, to the consistent point of the slot: it restarts with
 * that position as the one at which its replay stops. What was committed before is then in the
 * standby's rows, and what is committed from there on is decoded from the slot.
 */
public record FreezeAtSlot(SshHosts hosts, CopyEndpoints endpoints) {
  private static final HostScript RUN = HostScript.of(StartStandby.class, "run-postgres");
  private static final HostScript RESTART = HostScript.of(FreezeAtSlot.class, "restart-postgres");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var point = migration.get(SlotCreated.class, Leg.TO_REPLICA).consistentPoint();
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.STANDBY))) {
      host.run(RUN, Map.of(), LIMIT);
      var now = stopAt(migration, point);
      if (now.isBeyond(point)) {
        return FrozenStandby.lost(
            migration,
            "The standby is at %s and has passed %s, where the slot begins"
                .formatted(now.standby().at(), point));
      }
      if (!now.inForce()) {
        host.run(RESTART, Map.of(), LIMIT);
      }
      return now.inForce() && now.standby().paused() && now.standby().at().equals(point)
          ? StepOutcome.done(fact(migration, point))
          : StepOutcome.notYet("waiting until the standby has replayed to " + point, PAUSE);
    }
  }

  /** The standby before a restart or after it. */
  private record Look(FrozenStandby standby, boolean inForce) {
    boolean isBeyond(Lsn point) {
      return !standby.inRecovery() || !point.isAtLeast(standby.at());
    }
  }

  private Look stopAt(Migration migration, Lsn point) throws SQLException {
    try (var session = endpoints.standby(migration)) {
      var look = new Look(FrozenStandby.of(session), ReplayStop.isInForce(session));
      if (!look.inForce() && !look.isBeyond(point)) {
        ReplayStop.set(session, point);
      }
      return look;
    }
  }

  private static StandbyFrozen fact(Migration migration, Lsn point) {
    return new StandbyFrozen(
        Leg.TO_REPLICA,
        migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA)),
        migration.attempt(AttemptSeries.COPY),
        point);
  }
}
