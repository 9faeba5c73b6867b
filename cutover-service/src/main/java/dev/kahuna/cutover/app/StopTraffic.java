package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;

/**
 * Stops the apps, and waits until only web dynos are left. Those keep running, but maintenance
 * stops the router from sending them requests.
 */
public final class StopTraffic {
  private final HerokuApps apps;

  public StopTraffic(HerokuApps apps) {
    this.apps = apps;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var stopping = apps.of(migration, leg);
    Parallel.each(stopping, App::stop);
    if (!Poll.HEROKU.until(() -> Parallel.holds(stopping, App::isStopped))) {
      return StepOutcome.notYet("waiting for dynos to end", Duration.ofMillis(100));
    }
    return StepOutcome.done(new TrafficStopped(leg, migration.attempt(AttemptSeries.cutover(leg))));
  }
}
