package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.WritesRestored;
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
  private final CloseNewDatabase newDatabase;
  private final StrandedRows strandedRows;
  private final LostReplica lostReplica;
  private final ResumeReplication replication;

  public RestoreApp(
      CutoverDatabases databases, HerokuApps apps, Secrets secrets, Window window, Clock clock) {
    this.apps = apps;
    this.secrets = secrets;
    this.window = window;
    this.clock = clock;
    this.newDatabase = new CloseNewDatabase(databases);
    this.strandedRows = new StrandedRows(databases);
    this.lostReplica = new LostReplica(databases);
    this.replication = new ResumeReplication(databases, secrets);
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var saved = apps.of(migration, leg);
    var since = Window.sinceAborted(migration, leg, clock.instant());
    var opened = migration.get(WritesRestored.class, leg);
    var isClosed = opened.appIsOut() || newDatabase.close(migration, leg);
    if (!Parallel.holds(saved, app -> isBack(app, since, isClosed))) {
      return StepOutcome.notYet("waiting for the dynos on the old config", Duration.ofMillis(100));
    }
    if (!isClosed) {
      return StepOutcome.notYet(
          "the app is back; waiting until %s can be reached, to close it and to look for rows there"
              .formatted(leg.to().label()),
          Duration.ofSeconds(1));
    }
    var unavailable = window.unavailableMillis(migration, leg);
    var lost = lostReplica.find(migration, leg, since);
    if (lost.isEmpty()) {
      return StepOutcome.notYet("checking that the replica is not promoted", Duration.ofSeconds(1));
    }
    if (!Parallel.holds(saved, RestoreApp::isAsSaved)) {
      return StepOutcome.notYet(
          "waiting until Heroku shows the apps as they were", Duration.ofMillis(500));
    }
    var stranded = opened.appIsOut() ? opened.stranded() : strandedRows.find(migration, leg);
    if (!replication.run(migration, leg, lost.getAsInt() > 0)) {
      return StepOutcome.notYet("waiting until the slot on Aurora is idle", Duration.ofMillis(500));
    }
    WindowSnapshot.close(secrets, migration, leg);
    var reasons = new ArrayList<String>();
    reasons.add(migration.get(CutoverAborted.class, leg).reason());
    stranded.ifPresent(reasons::add);
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

  /**
   * @param isClosed whether the new database is closed to the app. If it is not, nothing of the app
   *     starts before its old config is in effect.
   */
  private static boolean isBack(App app, Duration since, boolean isClosed) throws Exception {
    app.restore();
    var mustRun = !isClosed || since.compareTo(RELEASE_WITHIN) < 0;
    if (mustRun && !Poll.HEROKU.until(() -> runs(app, isClosed))) {
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
  private static boolean runs(App app, boolean isClosed) throws InterruptedException {
    try {
      return app.startWeb() && app.running().isPresent();
    } catch (Rejected e) {
      if (!isClosed) {
        throw e;
      }
      LOG.warn("{}", e.getMessage());
      return true;
    }
  }
}
