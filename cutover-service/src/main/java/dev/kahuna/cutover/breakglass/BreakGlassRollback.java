package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.Fences;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import java.util.ArrayList;
import java.util.List;

/**
 * The acts that undo a window. The new database is always closed before the old one opens, even if
 * it was never open: nothing records how far the window had come.
 */
final class BreakGlassRollback {
  private final Fences fences;
  private final List<App> apps;
  private final Migration migration;
  private final Leg leg;

  BreakGlassRollback(CutoverDatabases databases, List<App> apps, WindowSnapshot snapshot) {
    this.fences = new Fences(databases);
    this.apps = apps;
    this.migration = snapshot.migration();
    this.leg = snapshot.leg();
  }

  /**
   * In their order.
   *
   * @param newAnswers false if the new database can't be reached and is not closed
   */
  List<Act> acts(boolean newAnswers) {
    var acts = new ArrayList<Act>();
    acts.add(
        new Act(
            "Close %s to the app.".formatted(leg.to().label()),
            newAnswers ? this::closeNew : this::leaveNew));
    acts.add(
        new Act(
            "Let %s take writes again, and end its sessions.".formatted(leg.from().label()),
            this::openOld));
    for (var app : apps) {
      acts.addAll(new BreakGlassApp(app).acts(leg.from(), app::restore, app::isRestored));
    }
    return acts;
  }

  private String closeNew() throws Exception {
    return (fences.closeNew(migration, leg)
            ? "%s is closed to the app."
            : "%s is not promoted and takes no writes.")
        .formatted(leg.to().capitalized());
  }

  private String leaveNew() {
    return "%s could not be reached and was not closed.".formatted(leg.to().capitalized());
  }

  private String openOld() throws Exception {
    fences.openOld(migration, leg);
    return "%s takes writes again.".formatted(leg.from().capitalized());
  }
}
