package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.App;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.Site;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What break-glass does to an app, the same in both directions. */
record BreakGlassApp(App app) {
  /** How long to wait for a release before letting users in anyway, as in an undo. */
  private static final Poll RELEASE =
      new Poll(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(60));

  /** Gives the app its config. */
  interface Change {
    void run() throws Exception;
  }

  /**
   * Gives the app a database and lets its users in.
   *
   * @param change gives the app the config for that database
   * @param holds whether Heroku shows that config
   */
  List<Act> acts(Site database, Change change, Poll.Condition holds) {
    return List.of(giveDatabase(database.label(), change), letIn(holds));
  }

  private Act giveDatabase(String database, Change change) {
    return new Act(
        "Give %s the %s of %s, and wait at most %d s for its web dynos."
            .formatted(app.name(), app.configVar(), database, RELEASE.limit().toSeconds()),
        () -> {
          change.run();
          return "%s has the %s of %s; %s"
              .formatted(app.name(), app.configVar(), database, dynos());
        });
  }

  private Act letIn(Poll.Condition holds) {
    return new Act(
        "Switch maintenance off in %s%s.".formatted(app.name(), processes(", and start ")),
        () -> {
          app.resume();
          if (!Poll.HEROKU.until(() -> app.isResumed() && holds.holds())) {
            throw new Unavailable(
                "Heroku does not show the changes to %s yet".formatted(app.name()));
          }
          return "%s is out of maintenance%s.".formatted(app.name(), processes(", and runs "));
        });
  }

  private String dynos() throws Exception {
    try {
      return RELEASE.until(() -> app.startWeb() && app.running().isPresent())
          ? "its web dynos run on it."
          : "its web dynos are not all up yet, see `heroku ps -a %s`.".formatted(app.name());
    } catch (Rejected e) {
      return e.getMessage() + ".";
    }
  }

  /** The process types that the window has stopped; the empty string if there are none. */
  private String processes(String before) {
    var types = new TreeMap<>(app.stoppedTypes()).entrySet();
    return types.isEmpty()
        ? ""
        : types.stream()
            .map(type -> type.getKey() + "=" + type.getValue())
            .collect(Collectors.joining(" ", before, ""));
  }
}
