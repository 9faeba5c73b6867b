package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.DatabaseNames;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.secret.Secrets;
import java.util.ArrayList;
import java.util.List;

/**
 * The acts that bring a window behind its pivot to its end. The old database was closed before the
 * pivot, and nothing here opens it.
 */
final class BreakGlassCompletion {
  private static final Queries SQL = Queries.of(BreakGlassCompletion.class);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final Migration migration;
  private final Leg leg;

  BreakGlassCompletion(
      CutoverDatabases databases, HerokuApps apps, Secrets secrets, WindowSnapshot copy) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.migration = copy.migration();
    this.leg = copy.leg();
  }

  List<Act> acts() {
    var fresh = DatabaseNames.fresh(leg);
    var prepared = migration.get(CutoverPrepared.class, leg);
    var acts = new ArrayList<Act>();
    acts.add(
        new Act(
            "Leave %s closed, and see that %s takes the app's writes."
                .formatted(DatabaseNames.old(leg), fresh),
            this::takesWrites));
    for (var app : prepared.apps()) {
      acts.addAll(
          new BreakGlassApp(apps.api(migration), app)
              .acts(
                  fresh,
                  api -> HerokuApps.setOwn(api, app, secrets.read(prepared.newUrl())),
                  api -> HerokuApps.hasOwn(api, app, secrets.read(prepared.newUrl()))));
    }
    return acts;
  }

  private String takesWrites() throws Exception {
    var url = PostgresUrl.parse(secrets.read(migration.get(CutoverPrepared.class, leg).newUrl()));
    try (var session = databases.asTheApp(migration, leg, url).open(CutoverDatabases.AS_THE_APP)) {
      if (!SQL.one(session, "takes-writes", r -> r.getBoolean(1))) {
        throw new Rejected(
            "Sessions of the app are read-only at %s; see the settings of its role and database"
                .formatted(url.endpoint()));
      }
    }
    return "%s stays closed, and %s takes the app's writes."
        .formatted(DatabaseNames.capital(DatabaseNames.old(leg)), DatabaseNames.fresh(leg));
  }
}
