package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.DatabaseNames;
import dev.kahuna.cutover.window.WindowDirection;
import dev.kahuna.cutover.window.WindowSnapshot;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.secret.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ends a window without the log and without the services: from the {@link WindowSnapshot}, on
 * Heroku and the databases. Before the pivot everything goes back, behind it forward; which of them
 * is decided once, by {@link WindowDirection}. What the window froze or stopped besides is left to
 * the services.
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

  /** What there is to do. */
  public sealed interface Finding {
    /** Secrets Manager has nothing of such a migration. */
    record Unknown() implements Finding {}

    /** No window is open: the app is on one database and not stopped by Kahuna. */
    record NothingToDo() implements Finding {}

    /**
     * A window to end.
     *
     * @param intentions what would be done, a sentence each, in this order
     */
    record OpenWindow(String summary, List<String> intentions) implements Finding {}
  }

  /** One thing to do. */
  record Act(String intention, Work work) {
    /** Does it, unless it is done already, and says what came of it. */
    interface Work {
      String done() throws Exception;
    }
  }

  /** Looks, and changes nothing. */
  public Finding look(String id) {
    var notes = secrets.notes(id);
    var copy = WindowSnapshot.find(notes, id);
    if (copy.isEmpty()) {
      return notes.exist() ? new Finding.NothingToDo() : new Finding.Unknown();
    }
    if (!copy.get().open()) {
      return new Finding.NothingToDo();
    }
    var way =
        WindowDirection.claimed(notes, copy.get().leg(), copy.get().attempt())
            .orElse(WindowDirection.BACK);
    var intentions = acts(copy.get(), way).stream().map(Act::intention).toList();
    return new Finding.OpenWindow(summary(copy.get(), way), intentions);
  }

  /**
   * Ends the window that {@link #look} has found. Nothing is changed before Heroku and the
   * databases have answered; from then on what fails can be repeated from the beginning.
   *
   * @param newIsGone goes back even if the new database is out of reach and can't be closed
   * @param said a sentence for each act
   */
  public void end(String id, boolean newIsGone, Consumer<String> said) throws Exception {
    var notes = secrets.notes(id);
    var copy = WindowSnapshot.find(notes, id).filter(WindowSnapshot::open);
    if (copy.isEmpty()) {
      return;
    }
    var leg = copy.get().leg();
    var reach = new BreakGlassPreflight(databases, apps, secrets);
    var expected =
        WindowDirection.claimed(notes, leg, copy.get().attempt()).orElse(WindowDirection.BACK);
    var newAnswers = reach.check(copy.get(), expected, newIsGone);
    var way = WindowDirection.BACK.claim(notes, leg, copy.get().attempt());
    said.accept(
        switch (way) {
          case BACK -> "The window goes back; no service can take it to its pivot any more.";
          case FORWARD -> "The window has passed its pivot and goes forward.";
        });
    for (var act : acts(copy.get(), way, newAnswers)) {
      said.accept(act.work().done());
    }
  }

  private List<Act> acts(WindowSnapshot copy, WindowDirection way) {
    return acts(copy, way, true);
  }

  private List<Act> acts(WindowSnapshot copy, WindowDirection way, boolean newAnswers) {
    return switch (way) {
      case BACK -> new BreakGlassRollback(databases, apps, secrets, copy).acts(newAnswers);
      case FORWARD -> new BreakGlassCompletion(databases, apps, secrets, copy).acts();
    };
  }

  private static String summary(WindowSnapshot copy, WindowDirection way) {
    var names =
        copy.migration().get(CutoverPrepared.class, copy.leg()).apps().stream()
            .map(app -> app.name())
            .toList();
    var apps = String.join(", ", names);
    return switch (way) {
      case BACK ->
          "The window %s, try %d, is open and has not reached its pivot: %s goes back to %s."
              .formatted(copy.leg(), copy.attempt(), apps, DatabaseNames.old(copy.leg()));
      case FORWARD ->
          "The window %s, try %d, is open and has passed its pivot: %s goes forward to %s."
              .formatted(copy.leg(), copy.attempt(), apps, DatabaseNames.fresh(copy.leg()));
    };
  }
}
