package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.window.Window;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.Leg;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets everybody in again, and sees the app at work on its new database. */
public final class ResumeTraffic {
  private static final Logger LOG = LoggerFactory.getLogger(ResumeTraffic.class);
  private static final Queries SQL = Queries.of(ResumeTraffic.class);
  private static final Duration SESSIONS_WITHIN = Duration.ofMinutes(2);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final Window window;
  private final Clock clock;

  public ResumeTraffic(
      CutoverDatabases databases, HerokuApps apps, Secrets secrets, Window window, Clock clock) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.window = window;
    this.clock = clock;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var api = apps.api(migration);
    var saved = apps.saved(migration, leg);
    Parallel.map(saved, app -> resume(api, app));
    var unavailable = window.unavailableMillis(migration, leg);
    if (Parallel.map(saved, app -> isResumed(api, app)).contains(false)) {
      return StepOutcome.notYet("waiting until Heroku shows the apps resumed", AGAIN);
    }
    return StepOutcome.done(
        new TrafficResumed(leg, migration.attempt(AttemptSeries.cutover(leg)), unavailable));
  }

  /** Each of these can be asked for twice without harm. */
  public static boolean resume(HerokuApi api, SavedApp app) throws Exception {
    var stopped = stopped(app);
    Parallel.all(
        () -> api.maintenance(app.name(), false),
        () -> stopped.isEmpty() ? List.of() : api.scale(app.name(), stopped));
    return true;
  }

  /** A call of the window that was given up may arrive late and stop the app again. */
  public static boolean isResumed(HerokuApi api, SavedApp app) throws Exception {
    return !Parallel.all(
            () -> !api.app(app.name()).maintenance(),
            () ->
                HerokuApps.quantities(api, app.name())
                    .entrySet()
                    .containsAll(stopped(app).entrySet()))
        .contains(false);
  }

  /** What a window stops. */
  public static Map<String, Integer> stopped(SavedApp app) {
    return app.formation().entrySet().stream()
        .filter(type -> type.getValue() > 0 && !type.getKey().equals(HerokuApps.WEB))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** An app may connect only when it is first asked something, so it is given a while. */
  public StepOutcome complete(Migration migration, Leg leg) throws Exception {
    var resumed = migration.get(TrafficResumed.class, leg);
    var since =
        migration.logged(TrafficResumed.class, leg.name()).map(LoggedEvent::at).orElse(Instant.MIN);
    var saved = apps.saved(migration, leg);
    var dynos =
        saved.stream()
            .flatMap(app -> app.formation().values().stream())
            .mapToInt(Integer::intValue)
            .sum();
    if (dynos > 0 && sessions(migration, leg) == 0) {
      if (clock.instant().isBefore(since.plus(SESSIONS_WITHIN))) {
        return StepOutcome.notYet("waiting for the app's sessions on the new database", AGAIN);
      }
      LOG.warn("{} no session of the app is seen on its new database", migration);
    }
    var api = apps.api(migration);
    if (Parallel.map(saved, app -> api.app(app.name()).maintenance()).contains(true)) {
      Parallel.map(saved, app -> resume(api, app));
      return StepOutcome.notYet("maintenance was on again and is switched off", AGAIN);
    }
    WindowSnapshot.close(secrets, migration, leg);
    return StepOutcome.done(
        new CutoverCompleted(leg, resumed.attempt(), resumed.unavailableMillis()));
  }

  private long sessions(Migration migration, Leg leg) throws SQLException {
    var url = PostgresUrl.parse(secrets.read(migration.get(CutoverPrepared.class, leg).newUrl()));
    try (var database = databases.destination(migration, leg)) {
      return SQL.one(database, "app-sessions", r -> r.getLong(1), url.credentials().user());
    }
  }
}
