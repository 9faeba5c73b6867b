package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every app the new database's URL, and waits until the resulting release runs on every web
 * dyno. Maintenance is still on.
 */
public final class Repoint {
  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;

  public Repoint(CutoverDatabases databases, HerokuApps apps, Secrets secrets) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var repointing = apps.of(migration, leg);
    var url = secrets.read(migration.get(CutoverPrepared.class, leg).newUrl());
    Parallel.both(
        () -> Parallel.each(repointing, app -> app.use(url)),
        () -> AppSession.requireWritable(databases, migration, leg, PostgresUrl.parse(url)));
    var releases = new ConcurrentHashMap<String, Integer>();
    if (!Poll.HEROKU.until(() -> allRun(repointing, releases))) {
      return StepOutcome.notYet("waiting for the dynos on the new release", Duration.ofMillis(100));
    }
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    return StepOutcome.done(new AppRepointed(leg, attempt, Map.copyOf(releases)));
  }

  private static boolean allRun(List<App> apps, Map<String, Integer> releases) throws Exception {
    var waiting = apps.stream().filter(app -> !releases.containsKey(app.name())).toList();
    Parallel.each(
        waiting,
        app -> app.running().ifPresent(release -> releases.put(app.name(), release.version())));
    return releases.size() == apps.size();
  }
}
