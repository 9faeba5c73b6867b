package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.AppLogin;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.DatabaseNames;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.fence.AuroraFence;
import dev.kahuna.cutover.fence.ReplicaFence;
import dev.kahuna.cutover.replica.Promotion;
import dev.kahuna.cutover.window.Undo;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.util.ArrayList;
import java.util.List;

/**
 * The acts that send a window back. The new database is closed before the old one opens, whether or
 * not it was open: how far the window had come nobody wrote down.
 */
final class BreakGlassRollback {
  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final Migration migration;
  private final Leg leg;

  BreakGlassRollback(
      CutoverDatabases databases, HerokuApps apps, Secrets secrets, WindowSnapshot copy) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.migration = copy.migration();
    this.leg = copy.leg();
  }

  List<Act> acts(boolean newAnswers) {
    var old = DatabaseNames.old(leg);
    var fresh = DatabaseNames.fresh(leg);
    var acts = new ArrayList<Act>();
    acts.add(
        new Act(
            "Close %s to the app.".formatted(fresh),
            () ->
                newAnswers
                    ? closeNew()
                    : "%s is out of reach and was not closed."
                        .formatted(DatabaseNames.capital(fresh))));
    acts.add(new Act("Let %s take writes again, and end its sessions.".formatted(old), this::open));
    for (var app : migration.get(CutoverPrepared.class, leg).apps()) {
      acts.addAll(
          new BreakGlassApp(apps.api(migration), app)
              .acts(
                  old,
                  api -> Undo.restoreConfig(api, app, secrets),
                  api -> HerokuApps.hasSavedConfig(api, app, secrets.read(app.oldValue()))));
    }
    return acts;
  }

  private String closeNew() throws Exception {
    try (var fresh = databases.destination(migration, leg)) {
      switch (leg) {
        case TO_REPLICA -> {
          if (Promotion.isInRecovery(fresh)) {
            return "The replica is not promoted and takes no writes.";
          }
          var unused = ReplicaFence.close(fresh);
        }
        case BACK_TO_REPLICA -> {
          var unused = ReplicaFence.close(fresh);
        }
        case TO_AURORA -> {
          var url = secrets.read(migration.get(CutoverPrepared.class, leg).newUrl());
          AppLogin.close(fresh, PostgresUrl.parse(url).credentials().user());
        }
      }
      return "%s is closed to the app.".formatted(DatabaseNames.capital(DatabaseNames.fresh(leg)));
    }
  }

  private String open() throws Exception {
    try (var old = BreakGlassPreflight.old(databases, migration, leg)) {
      switch (leg) {
        case TO_REPLICA -> Sessions.lift(old);
        case TO_AURORA -> ReplicaFence.open(old);
        case BACK_TO_REPLICA -> AuroraFence.open(old, databases.appRole(migration));
      }
      return "%s takes writes again.".formatted(DatabaseNames.capital(DatabaseNames.old(leg)));
    }
  }
}
