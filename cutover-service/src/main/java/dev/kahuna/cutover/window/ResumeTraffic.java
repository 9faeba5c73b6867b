package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;

/** Switches maintenance off and starts the workers again. */
public final class ResumeTraffic {
  private final HerokuApps apps;
  private final Window window;

  public ResumeTraffic(HerokuApps apps, Window window) {
    this.apps = apps;
    this.window = window;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var resuming = apps.of(migration, leg);
    Parallel.each(resuming, App::resume);
    var unavailable = window.unavailableMillis(migration, leg);
    if (!Parallel.holds(resuming, App::isResumed)) {
      return StepOutcome.notYet(
          "waiting until Heroku shows the apps resumed", Duration.ofMillis(500));
    }
    return StepOutcome.done(
        new TrafficResumed(leg, migration.attempt(AttemptSeries.cutover(leg)), unavailable));
  }
}
