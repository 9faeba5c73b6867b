package dev.kahuna.replica.recovery;

import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.StandbyFollowing;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.ssh.HostJob;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHost;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the standby follow the promoted replica, so that another copy can begin from it. A standby
 * that does not stream within half a minute is lost, broken or promoted, and is copied from the
 * replica once more.
 */
public final class FollowAgain {
  private static final Logger LOG = LoggerFactory.getLogger(FollowAgain.class);
  private static final HostScript RUN = HostScript.of(StartStandby.class, "run-postgres");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String STREAMING = "streaming";

  private final SshHosts hosts;
  private final HostDatabases databases;
  private final StartStandby standby;
  private final Clock clock;

  /** When this process first looked at the standby of a migration for a copy, as in "shop/2". */
  private final Map<String, Instant> firstLooks = new ConcurrentHashMap<>();

  public FollowAgain(SshHosts hosts, HostDatabases databases, StartStandby standby, Clock clock) {
    this.hosts = hosts;
    this.databases = databases;
    this.standby = standby;
    this.clock = clock;
  }

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException, InterruptedException {
    var copy = migration.attempt(AttemptSeries.COPY);
    var job = new HostJob("copy-replica-again-" + copy, "copy-replica", RestoreBaseBackup.DATA);
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.STANDBY))) {
      if (!job.isKnown(host)) {
        if (followsByItself(migration, host)) {
          return StepOutcome.done(new StandbyFollowing(copy));
        }
        var now = clock.instant();
        var since = firstLooks.computeIfAbsent(migration.id() + "/" + copy, copying -> now);
        if (now.isBefore(since.plus(PATIENCE))) {
          return StepOutcome.notYet(
              "waiting until the standby follows the promoted replica", PAUSE);
        }
      }
      return copied(migration, job, host)
          .orElseGet(() -> StepOutcome.done(new StandbyFollowing(copy)));
    }
  }

  /** What another copy of the replica still waits for; empty once it streams. */
  private Optional<StepOutcome> copied(Migration migration, HostJob job, SshHost host)
      throws SQLException, InterruptedException {
    var slot = new StandbySlot(databases);
    var size = slot.ensure(migration);
    var report = job.advance(host, () -> prepare(migration, job, host, slot));
    if (!report.isDone()) {
      return Optional.of(
          StepOutcome.notYet(
              "copying the replica",
              PAUSE,
              new Progress(report.bytes(), Math.max(size, report.bytes()), "bytes")));
    }
    return standby.follow(migration, host)
        ? Optional.empty()
        : Optional.of(
            StepOutcome.notYet("waiting until the standby streams from the replica", PAUSE));
  }

  private void prepare(Migration migration, HostJob job, SshHost host, StandbySlot slot)
      throws SQLException, InterruptedException {
    standby.prepareCopy(migration, job, host);
    slot.drop(migration);
    slot.ensure(migration);
  }

  /** Starts the server where it stands, and lets its replay go on. */
  private boolean followsByItself(Migration migration, SshHost host) throws InterruptedException {
    try {
      host.run(RUN, Map.of(), LIMIT);
      try (var session = databases.open(migration, HostRole.STANDBY)) {
        ReplayStop.clear(session);
      }
      return new PostgresStart(databases)
          .state(migration, HostRole.STANDBY, host)
          .filter(state -> state.inRecovery() && state.receiver().equals(STREAMING))
          .isPresent();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("{} the standby does not follow yet: {}", migration.id(), e.getMessage());
      return false;
    }
  }
}
