package dev.kahuna.cutover;

import dev.kahuna.cutover.BreakGlass.Act;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Rejected;
import java.util.ArrayList;
import java.util.List;

/**
 * The acts that bring a window behind its pivot to its end. The old database was closed before the
 * pivot, and nothing here opens it.
 */
final class GlassForward {
  private static final Queries SQL = Queries.of(GlassForward.class);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final Migration migration;
  private final Leg leg;

  GlassForward(CutoverDatabases databases, HerokuApps apps, Secrets secrets, WindowCopy copy) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.migration = copy.migration();
    this.leg = copy.leg();
  }

  List<Act> acts() {
    var fresh = Names.fresh(leg);
    var prepared = migration.get(CutoverPrepared.class, leg);
    var acts = new ArrayList<Act>();
    acts.add(
        new Act(
            "Leave %s closed, and see that %s takes the app's writes."
                .formatted(Names.old(leg), fresh),
            this::takesWrites));
    for (var app : prepared.apps()) {
      acts.addAll(
          new GlassApp(apps.api(migration), app)
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
        .formatted(Names.capital(Names.old(leg)), Names.fresh(leg));
  }
}
