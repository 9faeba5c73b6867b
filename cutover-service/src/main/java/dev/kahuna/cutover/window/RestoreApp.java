package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last act of an undo: gives the apps their config, traffic and processes back, then continues
 * what the window froze or stopped. Each app goes its own way: one that Heroku does not let go back
 * holds up no other.
 */
public final class RestoreApp {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreApp.class);

  /** How long to wait for the dynos on the old config before letting users in anyway. */
  private static final Duration RELEASE_WITHIN = Duration.ofSeconds(60);

  private final HerokuApps apps;
  private final Secrets secrets;
  private final Window window;
  private final Clock clock;
  private final LostReplica lostReplica;
  private final ResumeReplication replication;

  public RestoreApp(
      CutoverDatabases databases, HerokuApps apps, Secrets secrets, Window window, Clock clock) {
    this.apps = apps;
    this.secrets = secrets;
    this.window = window;
    this.clock = clock;
    this.lostReplica = new LostReplica(databases);
    this.replication = new ResumeReplication(databases, secrets);
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var saved = apps.of(migration, leg);
    var since = Window.sinceAborted(migration, leg, clock.instant());
    if (!Parallel.holds(saved, app -> isBack(app, since))) {
      return StepOutcome.notYet("waiting for the dynos on the old config", Duration.ofMillis(100));
    }
    var unavailable = window.unavailableMillis(migration, leg);
    var lost = lostReplica.find(migration, leg, since);
    if (lost.isEmpty()) {
      return StepOutcome.notYet("checking that the replica is not promoted", Duration.ofSeconds(1));
    }
    if (!replication.run(migration, leg, lost.getAsInt() > 0)) {
      return StepOutcome.notYet("waiting until the slot on Aurora is idle", Duration.ofMillis(500));
    }
    if (!Parallel.holds(saved, RestoreApp::isAsSaved)) {
      return StepOutcome.notYet(
          "waiting until Heroku shows the apps as they were", Duration.ofMillis(500));
    }
    WindowSnapshot.close(secrets, migration, leg);
    var reasons = new ArrayList<String>();
    reasons.add(migration.get(CutoverAborted.class, leg).reason());
    for (var app : saved) {
      app.lostAttachment().ifPresent(reasons::add);
    }
    return StepOutcome.done(
        new CutoverUndone(
            leg,
            migration.get(CutoverAborted.class, leg).attempt(),
            String.join(". ", reasons),
            unavailable,
            lost.getAsInt(),
            clock.instant()));
  }

  private static boolean isBack(App app, Duration since) throws Exception {
    app.restore();
    if (since.compareTo(RELEASE_WITHIN) < 0 && !Poll.HEROKU.until(() -> runs(app))) {
      return false;
    }
    app.resume();
    return true;
  }

  /** Checked because a call of the window that timed out may arrive late. */
  private static boolean isAsSaved(App app) throws Exception {
    return !Parallel.all(app::isResumed, app::isRestored).contains(false);
  }

  /** Waiting does not fix a failed release, and the old config is in effect anyway. */
  private static boolean runs(App app) throws InterruptedException {
    try {
      return app.running().isPresent();
    } catch (Rejected e) {
      LOG.warn("{}", e.getMessage());
      return true;
    }
  }
}
