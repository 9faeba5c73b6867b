package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.AppLogin;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.app.Repoint;
import dev.kahuna.cutover.app.ResumeTraffic;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.fence.AuroraFence;
import dev.kahuna.cutover.fence.ReplicaFence;
import dev.kahuna.cutover.replica.Promotion;
import dev.kahuna.cutover.replica.StandbyFreeze;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.cutover.replication.ReverseReplication;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a window back that has not reached its pivot. First the old database takes writes again,
 * then the apps are as they were, then what was frozen or stopped goes on.
 */
public final class Undo {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  /** How long the apps' old release may take before they are let in without it. */
  private static final Duration RELEASE_WITHIN = Duration.ofSeconds(60);

  /** A promotion that was asked for has happened by then, or will not. */
  private static final Duration PROMOTION_WITHIN = Duration.ofSeconds(5);

  /** How long the new database is tried to be closed before the old one is opened without. */
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final Window window;
  private final Clock clock;
  private final StandbyFreeze freeze;
  private final ReplicationEnd replication;
  private final ReverseReplication reverse;

  public Undo(
      CutoverDatabases databases, HerokuApps apps, Secrets secrets, Window window, Clock clock) {
    this.databases = databases;
    this.freeze = new StandbyFreeze(databases);
    this.reverse = new ReverseReplication(databases, secrets);
    this.replication = new ReplicationEnd(databases, reverse);
    this.apps = apps;
    this.secrets = secrets;
    this.window = window;
    this.clock = clock;
  }

  /** Of two databases one at most takes writes: the new one is closed before the old one opens. */
  public StepOutcome restoreWrites(Migration migration, Leg leg) throws Exception {
    closeNew(migration, leg);
    switch (leg) {
      case TO_REPLICA -> {
        try (var heroku = databases.heroku(migration)) {
          Sessions.lift(heroku);
        }
      }
      case TO_AURORA -> {
        try (var replica = databases.replica(migration)) {
          ReplicaFence.open(replica);
        }
      }
      case BACK_TO_REPLICA -> {
        try (var aurora = databases.target(migration)) {
          AuroraFence.open(aurora, databases.appRole(migration));
        }
      }
    }
    return StepOutcome.done(new WritesRestored(leg, migration.attempt(AttemptSeries.cutover(leg))));
  }

  /**
   * A database that stays out of reach here is out of the dynos' reach too, and holds nobody up for
   * longer than a moment. Any other failure to close it must not end with two that take writes.
   */
  private void closeNew(Migration migration, Leg leg) throws Exception {
    try {
      switch (leg) {
        case TO_REPLICA -> closePromoted(migration);
        case BACK_TO_REPLICA -> closeReplica(migration);
        case TO_AURORA -> closeTarget(migration, leg);
      }
    } catch (SQLException | Unavailable e) {
      if (!isOutOfReach(e) || sinceAborted(migration, leg).compareTo(CLOSED_WITHIN) < 0) {
        throw e;
      }
      LOG.warn("{} the new database can't be closed now: {}", migration, e.getMessage());
    }
  }

  private static boolean isOutOfReach(Exception e) {
    return !(e instanceof SQLException sql)
        || PostgresFailures.kind(sql) == FailureKind.UNAVAILABLE;
  }

  private void closePromoted(Migration migration) throws Exception {
    if (!mayBePromoted(migration)) {
      return;
    }
    try (var replica = databases.replica(migration)) {
      if (!Promotion.isInRecovery(replica)) {
        ReplicaFence.close(replica);
      }
    }
  }

  /** Closed it was until the replication was stopped; from then on it may be open. */
  private void closeReplica(Migration migration) throws Exception {
    if (migration.has(ReplicationStopped.class, Leg.BACK_TO_REPLICA)) {
      try (var replica = databases.replica(migration)) {
        ReplicaFence.close(replica);
      }
    }
  }

  /** The app cannot be there before the last act that precedes its new config. */
  private void closeTarget(Migration migration, Leg leg) throws Exception {
    if (!migration.has(ReplicationStopped.class, leg)) {
      return;
    }
    var url = PostgresUrl.parse(secrets.read(migration.get(CutoverPrepared.class, leg).newUrl()));
    try (var target = databases.target(migration)) {
      AppLogin.close(target, url.credentials().user());
    }
  }

  /** The apps as they were, then what else the window changed; the last act of an undone try. */
  public StepOutcome restoreApp(Migration migration, Leg leg) throws Exception {
    var api = apps.api(migration);
    var saved = apps.saved(migration, leg);
    var since = sinceAborted(migration, leg);
    Parallel.map(saved, app -> restoreConfig(api, app, secrets));
    if (since.compareTo(RELEASE_WITHIN) < 0
        && !Poll.HEROKU.until(() -> !Parallel.map(saved, app -> runs(api, app)).contains(false))) {
      return StepOutcome.notYet("waiting for the dynos on the old config", Duration.ofMillis(100));
    }
    Parallel.map(saved, app -> ResumeTraffic.resume(api, app));
    var unavailable = window.unavailableMillis(migration, leg);
    var lostReplica = lostReplica(migration, leg);
    if (lostReplica == 0 && mayBePromoted(migration) && since.compareTo(PROMOTION_WITHIN) < 0) {
      return StepOutcome.notYet(
          "making sure that the replica is not promoted", Duration.ofSeconds(1));
    }
    if (!goOn(migration, leg, lostReplica)) {
      return StepOutcome.notYet("waiting until the slot on Aurora is idle", Duration.ofMillis(500));
    }
    if (Parallel.map(saved, app -> isAsSaved(api, app)).contains(false)) {
      return StepOutcome.notYet(
          "waiting until Heroku shows the apps as they were", Duration.ofMillis(500));
    }
    WindowSnapshot.close(secrets, migration, leg);
    var aborted = migration.get(CutoverAborted.class, leg);
    return StepOutcome.done(
        new CutoverUndone(
            leg, aborted.attempt(), aborted.reason(), unavailable, lostReplica, clock.instant()));
  }

  private Duration sinceAborted(Migration migration, Leg leg) {
    var decided = migration.logged(CutoverAborted.class, leg.name()).map(LoggedEvent::at);
    return Duration.between(decided.orElse(Instant.EPOCH), clock.instant());
  }

  /** False while something is still in the way. The way back goes before the way forth goes on. */
  private boolean goOn(Migration migration, Leg leg, int lostReplica) throws SQLException {
    switch (leg) {
      case TO_REPLICA -> {
        if (lostReplica == 0) {
          freeze.thaw(migration);
        }
      }
      case TO_AURORA -> {
        if (migration.has(ReplicationStopped.class, leg) && !reverse.remove(migration)) {
          return false;
        }
        replication.enable(migration, leg);
      }
      case BACK_TO_REPLICA -> replication.enable(migration, leg);
    }
    return true;
  }

  /** The variable from where it came when the app was saved; a release only if it does not yet. */
  public static boolean restoreConfig(HerokuApi api, SavedApp app, Secrets secrets)
      throws InterruptedException {
    if (app.attachment().isEmpty()) {
      HerokuApps.setOwn(api, app, secrets.read(app.oldValue()));
    } else {
      HerokuApps.giveBack(api, app);
    }
    return true;
  }

  /** A call of the window that was given up may arrive late. */
  private boolean isAsSaved(HerokuApi api, SavedApp app) throws Exception {
    var value = secrets.read(app.oldValue());
    return !Parallel.all(
            () -> ResumeTraffic.isResumed(api, app),
            () -> HerokuApps.hasSavedConfig(api, app, value))
        .contains(false);
  }

  /**
   * A release that fails will not get better by waiting; the config is the old one all the same.
   */
  private static boolean runs(HerokuApi api, SavedApp app) throws InterruptedException {
    try {
      return HerokuApps.running(api, app.name(), Repoint.web(app)).isPresent();
    } catch (Rejected e) {
      LOG.warn("{}", e.getMessage());
      return true;
    }
  }

  /** From here on the replica may have been promoted, whatever the log says. */
  private static boolean mayBePromoted(Migration migration) {
    return migration.has(ReplicaDrained.class, Leg.TO_REPLICA)
        && !FactRef.of(StandbyFrozen.class, Leg.TO_REPLICA).isMissing(migration)
        && !migration.has(CutoverCompleted.class, Leg.TO_REPLICA);
  }

  /**
   * A promoted replica follows nothing any more and has to be built anew; 0 if it still follows.
   */
  private int lostReplica(Migration migration, Leg leg) throws Exception {
    if (leg != Leg.TO_REPLICA || !mayBePromoted(migration)) {
      return 0;
    }
    try (var replica = databases.replica(migration)) {
      if (Promotion.isInRecovery(replica)) {
        return 0;
      }
      ReplicaFence.close(replica);
      return migration.attempt(AttemptSeries.REPLICA);
    }
  }
}
