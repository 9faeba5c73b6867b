package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.AppSession;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.util.ArrayList;
import java.util.List;

/**
 * The acts that complete a window after its pivot. The old database was closed before the pivot,
 * and nothing here opens it.
 */
final class BreakGlassCompletion {
  private final CutoverDatabases databases;
  private final List<App> apps;
  private final Secrets secrets;
  private final Migration migration;
  private final Leg leg;

  BreakGlassCompletion(
      CutoverDatabases databases, List<App> apps, Secrets secrets, WindowSnapshot snapshot) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.migration = snapshot.migration();
    this.leg = snapshot.leg();
  }

  /** In their order. */
  List<Act> acts() {
    var acts = new ArrayList<Act>();
    acts.add(
        new Act(
            "Leave %s closed, and check that %s takes the app's writes."
                .formatted(leg.from().label(), leg.to().label()),
            this::requireWritable));
    for (var app : apps) {
      acts.addAll(
          new BreakGlassApp(app).acts(leg.to(), () -> app.use(newUrl()), () -> app.uses(newUrl())));
    }
    return acts;
  }

  private String newUrl() {
    return secrets.read(migration.get(CutoverPrepared.class, leg).newUrl());
  }

  private String requireWritable() throws Exception {
    AppSession.requireWritable(databases, migration, leg, PostgresUrl.parse(newUrl()));
    return "%s stays closed, and %s takes the app's writes."
        .formatted(leg.from().capitalized(), leg.to().label());
  }
}
