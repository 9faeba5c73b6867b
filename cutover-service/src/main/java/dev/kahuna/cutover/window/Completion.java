package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.Leg;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a window after its pivot, once the app's sessions are seen on its new database. */
public final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);
  private static final Queries SQL = Queries.of(Completion.class);

  /** An app may not connect before its first request, so the check allows it some time. */
  private static final Duration SESSIONS_WITHIN = Duration.ofMinutes(2);

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final Clock clock;

  public Completion(CutoverDatabases databases, HerokuApps apps, Secrets secrets, Clock clock) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.clock = clock;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var moved = apps.of(migration, leg);
    if (moved.stream().anyMatch(app -> app.dynos() > 0) && sessions(migration, leg) == 0) {
      if (clock.instant().isBefore(resumedAt(migration, leg).plus(SESSIONS_WITHIN))) {
        return StepOutcome.notYet("waiting for the app's sessions on the new database", AGAIN);
      }
      LOG.warn("{} no session of the app is seen on its new database", migration);
    }
    if (Parallel.map(moved, App::isInMaintenance).contains(true)) {
      Parallel.each(moved, App::resume);
      return StepOutcome.notYet("maintenance was on again and is switched off", AGAIN);
    }
    WindowSnapshot.close(secrets, migration, leg);
    var resumed = migration.get(TrafficResumed.class, leg);
    return StepOutcome.done(
        new CutoverCompleted(leg, resumed.attempt(), resumed.unavailableMillis()));
  }

  private static Instant resumedAt(Migration migration, Leg leg) {
    return migration
        .logged(TrafficResumed.class, leg.name())
        .map(LoggedEvent::at)
        .orElse(Instant.MIN);
  }

  private long sessions(Migration migration, Leg leg) throws SQLException {
    var url = PostgresUrl.parse(secrets.read(migration.get(CutoverPrepared.class, leg).newUrl()));
    try (var database = databases.open(migration, leg.to())) {
      return SQL.one(database, "app-sessions", r -> r.getLong(1), url.credentials().user());
    }
  }
}
