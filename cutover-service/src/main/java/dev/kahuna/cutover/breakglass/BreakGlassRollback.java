package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.LastDynos;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.fence.Fences;
import dev.kahuna.cutover.window.StrandedRows;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The acts that undo a window. Before the old database opens, the new one is closed, or every dyno
 * is stopped where it can't be; always, for nothing records how far the window had come.
 */
final class BreakGlassRollback {
  /** How long to wait for the end of the last dyno before opening the old database anyway. */
  private static final Poll LAST_DYNO =
      new Poll(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(2));

  private final Fences fences;
  private final StrandedRows strandedRows;
  private final List<App> apps;
  private final Migration migration;
  private final Leg leg;

  BreakGlassRollback(CutoverDatabases databases, List<App> apps, WindowSnapshot snapshot) {
    this.fences = new Fences(databases);
    this.strandedRows = new StrandedRows(databases);
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
    acts.add(newAnswers ? closeNew() : stopDynos());
    acts.add(
        new Act(
            "Let %s take writes again, and end its sessions.".formatted(leg.from().label()),
            this::openOld));
    for (var app : apps) {
      acts.addAll(new BreakGlassApp(app).acts(leg.from(), app::restore, app::isRestored));
    }
    return acts;
  }

  private Act closeNew() {
    return new Act(
        "Close %s to the app, and name the rows that are on it alone.".formatted(leg.to().label()),
        () -> {
          if (!fences.closeNew(migration, leg)) {
            return "%s is not promoted and takes no writes.".formatted(leg.to().capitalized());
          }
          return "%s is closed to the app.%s"
              .formatted(
                  leg.to().capitalized(),
                  strandedRows.find(migration, leg).map(rows -> " " + rows + ".").orElse(""));
        });
  }

  /** A database that is said to be gone may yet be there for the dynos. */
  private Act stopDynos() {
    return new Act(
        "Close %s if it can be reached; if not, stop every dyno, and wait at most %d s for their end."
            .formatted(leg.to().label(), LAST_DYNO.limit().toSeconds()),
        () ->
            StrandedRows.unproven(leg, LastDynos.names(apps), LastDynos.stop(apps, LAST_DYNO))
                + ".");
  }

  private String openOld() throws Exception {
    fences.openOld(migration, leg);
    return "%s takes writes again.".formatted(leg.from().capitalized());
  }
}
