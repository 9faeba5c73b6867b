package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every app the new database's URL: the attachment that owns the variable goes, the variable
 * is set, and the release that this makes runs on every web dyno. Still nobody is let in.
 */
public final class Repoint {
  private static final Queries SQL = Queries.of(Repoint.class);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;

  public Repoint(CutoverDatabases databases, HerokuApps apps, Secrets secrets) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var api = apps.api(migration);
    var prepared = migration.get(CutoverPrepared.class, leg);
    var url = secrets.read(prepared.newUrl());
    Parallel.all(
        () -> Parallel.map(prepared.apps(), app -> HerokuApps.setOwn(api, app, url)),
        () -> takesWrites(migration, leg, PostgresUrl.parse(url)));
    var releases = new ConcurrentHashMap<String, Integer>();
    if (!Poll.HEROKU.until(() -> allRun(api, prepared, releases))) {
      return StepOutcome.notYet("waiting for the dynos on the new release", Duration.ofMillis(100));
    }
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    return StepOutcome.done(new AppRepointed(leg, attempt, Map.copyOf(new TreeMap<>(releases))));
  }

  private static boolean allRun(
      HerokuApi api, CutoverPrepared prepared, Map<String, Integer> releases) throws Exception {
    var waiting =
        prepared.apps().stream().filter(app -> !releases.containsKey(app.name())).toList();
    Parallel.map(
        waiting,
        app -> {
          HerokuApps.running(api, app.name(), web(app))
              .ifPresent(release -> releases.put(app.name(), release.version()));
          return app;
        });
    return releases.size() == prepared.apps().size();
  }

  /** Of what runs inside a window. */
  public static Map<String, Integer> web(SavedApp app) {
    var web = app.formation().getOrDefault(HerokuApps.WEB, 0);
    return web > 0 ? Map.of(HerokuApps.WEB, web) : Map.of();
  }

  /** A session as the app's will be. */
  private Object takesWrites(Migration migration, Leg leg, PostgresUrl url) throws Exception {
    try (var session = databases.asTheApp(migration, leg, url).open(CutoverDatabases.AS_THE_APP)) {
      if (!SQL.one(session, "takes-writes", r -> r.getBoolean(1))) {
        throw new Rejected(
            "Sessions of the app are read-only at %s; see the settings of its role and database"
                .formatted(url.endpoint()));
      }
      return url;
    }
  }
}
