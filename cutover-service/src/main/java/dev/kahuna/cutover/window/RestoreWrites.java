package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.app.LastDynos;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.fence.Fences;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The first act of an undo: keeps the app out of the new database, then lets the old one take
 * writes again. The app is kept out by closing the new database, or, while that is out of reach, by
 * ending every dyno that may have its URL.
 */
public final class RestoreWrites {
  /** How long dynos that do not end may hold up the opening of the old database. */
  private static final Duration GONE_WITHIN = Duration.ofMinutes(2);

  private final Fences fences;
  private final CloseNewDatabase newDatabase;
  private final StrandedRows strandedRows;
  private final HerokuApps apps;
  private final Clock clock;

  public RestoreWrites(CutoverDatabases databases, HerokuApps apps, Clock clock) {
    this.fences = new Fences(databases);
    this.newDatabase = new CloseNewDatabase(databases);
    this.strandedRows = new StrandedRows(databases);
    this.apps = apps;
    this.clock = clock;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    if (!CloseNewDatabase.mayBeOpen(migration, leg)) {
      return openOld(migration, leg, true, Optional.empty());
    }
    var isClosed = newDatabase.close(migration, leg);
    if (!CloseNewDatabase.mayBeInUse(migration, leg)) {
      return openOld(migration, leg, true, Optional.empty());
    }
    return isClosed
        ? openOld(migration, leg, true, strandedRows.find(migration, leg))
        : openOldWithoutDynos(migration, leg);
  }

  private StepOutcome openOldWithoutDynos(Migration migration, Leg leg) throws Exception {
    var moving = apps.of(migration, leg);
    var areGone = LastDynos.stop(moving, Poll.HEROKU);
    var since = Window.sinceAborted(migration, leg, clock.instant());
    if (!areGone && since.compareTo(GONE_WITHIN) < 0) {
      return StepOutcome.notYet(
          "%s can't be reached to close it; waiting until the last dyno of %s has ended"
              .formatted(leg.to().capitalized(), LastDynos.names(moving)),
          Duration.ofMillis(500));
    }
    var unproven = StrandedRows.unproven(leg, LastDynos.names(moving), areGone);
    return openOld(migration, leg, false, Optional.of(unproven));
  }

  private StepOutcome openOld(
      Migration migration, Leg leg, boolean appIsOut, Optional<String> stranded) throws Exception {
    fences.openOld(migration, leg);
    return StepOutcome.done(
        new WritesRestored(leg, migration.attempt(AttemptSeries.cutover(leg)), appIsOut, stranded));
  }
}
