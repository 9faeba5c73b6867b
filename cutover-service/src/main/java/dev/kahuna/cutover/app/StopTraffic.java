package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuRejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/**
 * Maintenance on, every process but web to zero, one-off dynos stopped, and all of them gone.
 * Maintenance alone stops only the router; web dynos go on running, but nobody asks them anything.
 */
public final class StopTraffic {
  private final HerokuApps apps;

  public StopTraffic(HerokuApps apps) {
    this.apps = apps;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var api = apps.api(migration);
    var saved = apps.saved(migration, leg);
    Parallel.map(saved, app -> stop(api, app));
    if (!Poll.HEROKU.until(() -> allGone(api, saved))) {
      return StepOutcome.notYet("waiting for dynos to end", Duration.ofMillis(100));
    }
    return StepOutcome.done(new TrafficStopped(leg, migration.attempt(AttemptSeries.cutover(leg))));
  }

  /** Each of these can be asked for twice without harm. */
  private static boolean stop(HerokuApi api, SavedApp app) throws Exception {
    var zero = new HashMap<String, Integer>();
    app.formation()
        .forEach(
            (type, quantity) -> {
              if (quantity > 0 && !type.equals(HerokuApps.WEB)) {
                zero.put(type, 0);
              }
            });
    Parallel.all(
        () -> api.maintenance(app.name(), true),
        () -> zero.isEmpty() ? List.of() : api.scale(app.name(), zero),
        () -> stopOneOffs(api, app.name()));
    return true;
  }

  private static int stopOneOffs(HerokuApi api, String app) throws InterruptedException {
    var oneOffs =
        api.dynos(app).stream()
            .filter(dyno -> dyno.type().equals("run") && !dyno.state().equals("down"))
            .toList();
    for (var dyno : oneOffs) {
      try {
        api.stopDyno(app, dyno.name());
      } catch (HerokuRejected e) {
        // It has ended by itself.
        if (e.status() != 404) {
          throw e;
        }
      }
    }
    return oneOffs.size();
  }

  private static boolean allGone(HerokuApi api, List<SavedApp> saved) throws Exception {
    return Parallel.map(
            saved,
            app -> {
              var left =
                  api.dynos(app.name()).stream()
                      .filter(dyno -> !dyno.type().equals(HerokuApps.WEB))
                      .toList();
              if (left.stream().anyMatch(dyno -> dyno.type().equals("run"))) {
                stopOneOffs(api, app.name());
              }
              return left.isEmpty();
            })
        .stream()
        .allMatch(gone -> gone);
  }
}
