package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.window.WindowDirection;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.secret.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Ends a window without the log and without the services: from the {@link WindowSnapshot}, on
 * Heroku and the databases. Before the pivot the window is undone; after the pivot it is completed.
 * {@link WindowDirection} decides which, once. The services later continue what the window froze or
 * stopped.
 */
public final class BreakGlass {
  private final HerokuApps apps;
  private final Secrets secrets;
  private final CutoverDatabases databases;

  /**
   * @param authorities PEM file of the authorities that issue Aurora's certificates
   */
  public BreakGlass(HerokuPlatform platform, Secrets secrets, Optional<Path> authorities) {
    this.apps = new HerokuApps(platform, secrets);
    this.secrets = secrets;
    this.databases = new CutoverDatabases(new MigrationDatabases(secrets, authorities), secrets);
  }

  /** The state of the newest window. */
  public sealed interface Finding {
    /** Secrets Manager holds nothing of such a migration. */
    record Unknown() implements Finding {}

    /** No window is open: the app is on one database, and Kahuna has not stopped it. */
    record NothingToDo() implements Finding {}

    /**
     * A window to end.
     *
     * @param intentions what would be done, one sentence each, in this order
     */
    record OpenWindow(String summary, List<String> intentions) implements Finding {}
  }

  /** One act of break-glass. */
  record Act(String intention, Work work) {
    /** Does it unless it is done already, and returns a sentence about the result. */
    interface Work {
      String run() throws Exception;
    }
  }

  /** Finds out what must be done, and changes nothing. */
  public Finding look(String id) {
    return look(id, false);
  }

  /**
   * The same, if the operator says that the new database is gone.
   *
   * @param newIsGone as in {@link #end}
   */
  public Finding look(String id, boolean newIsGone) {
    var notes = secrets.notes(id);
    var found = WindowSnapshot.find(notes, id);
    if (found.isEmpty()) {
      return notes.exist() ? new Finding.NothingToDo() : new Finding.Unknown();
    }
    var snapshot = found.get();
    if (!snapshot.open()) {
      return new Finding.NothingToDo();
    }
    var direction = expected(id, snapshot);
    var intentions = acts(snapshot, direction, !newIsGone).stream().map(Act::intention).toList();
    return new Finding.OpenWindow(summary(snapshot, direction), intentions);
  }

  /**
   * Ends the window that {@link #look} has found. Nothing is changed before Heroku and the
   * databases have answered. If an act fails after that, the command can be repeated.
   *
   * @param newIsGone undoes the window even if the new database can't be reached and closed
   * @param report receives a sentence for each act
   */
  public void end(String id, boolean newIsGone, Consumer<String> report) throws Exception {
    var open = WindowSnapshot.find(secrets.notes(id), id).filter(WindowSnapshot::open);
    if (open.isPresent()) {
      end(id, open.get(), newIsGone, report);
    }
  }

  private void end(String id, WindowSnapshot snapshot, boolean newIsGone, Consumer<String> report)
      throws Exception {
    var newAnswers =
        new BreakGlassPreflight(databases, apps(snapshot), secrets)
            .check(snapshot, expected(id, snapshot), newIsGone);
    var direction =
        WindowDirection.BACK.claim(secrets.notes(id), snapshot.leg(), snapshot.attempt());
    report.accept(
        switch (direction) {
          case BACK -> "The window is undone. No service can take it to its pivot any more.";
          case FORWARD -> "The window has passed its pivot and is completed.";
        });
    for (var act : acts(snapshot, direction, newAnswers)) {
      report.accept(act.work().run());
    }
  }

  private WindowDirection expected(String id, WindowSnapshot snapshot) {
    return WindowDirection.claimed(secrets.notes(id), snapshot.leg(), snapshot.attempt())
        .orElse(WindowDirection.BACK);
  }

  private List<App> apps(WindowSnapshot snapshot) {
    return apps.of(snapshot.migration(), snapshot.leg());
  }

  private List<Act> acts(WindowSnapshot snapshot, WindowDirection direction, boolean newAnswers) {
    var moving = apps(snapshot);
    return switch (direction) {
      case BACK -> new BreakGlassRollback(databases, moving, snapshot).acts(newAnswers);
      case FORWARD -> new BreakGlassCompletion(databases, moving, secrets, snapshot).acts();
    };
  }

  private static String summary(WindowSnapshot snapshot, WindowDirection direction) {
    var leg = snapshot.leg();
    var names =
        snapshot.migration().get(CutoverPrepared.class, leg).apps().stream()
            .map(SavedApp::name)
            .collect(Collectors.joining(", "));
    return switch (direction) {
      case BACK ->
          "The window %s, attempt %d, is open and has not reached its pivot: %s goes back to %s."
              .formatted(leg, snapshot.attempt(), names, leg.from().label());
      case FORWARD ->
          "The window %s, attempt %d, is open and has passed its pivot: %s goes forward to %s."
              .formatted(leg, snapshot.attempt(), names, leg.to().label());
    };
  }
}
