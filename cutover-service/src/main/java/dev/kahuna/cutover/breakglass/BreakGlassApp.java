package dev.kahuna.cutover.breakglass;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.app.Repoint;
import dev.kahuna.cutover.app.ResumeTraffic;
import dev.kahuna.cutover.breakglass.BreakGlass.Act;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.heroku.HerokuApi;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is done to an app when the glass is broken, the same in both directions. */
record BreakGlassApp(HerokuApi api, SavedApp app) {
  /** How long a release may take before the app is let in without it, as in an undo. */
  private static final Poll RELEASE =
      new Poll(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(60));

  /** Something asked of or done to the app. */
  interface Config {
    boolean with(HerokuApi api) throws Exception;
  }

  /**
   * @param database that the app will use
   * @param change gives the app its config; false if it had it already
   * @param holds whether Heroku shows it
   */
  List<Act> acts(String database, Config change, Config holds) {
    var name = app.name();
    return List.of(
        new Act(
            "Give %s the %s of %s, and wait at most %d s for its web dynos."
                .formatted(name, app.configVar(), database, RELEASE.limit().toSeconds()),
            () -> {
              change.with(api);
              return "%s has the %s of %s; %s".formatted(name, app.configVar(), database, dynos());
            }),
        new Act(
            "Switch maintenance off in %s%s.".formatted(name, stopped(", and start ")),
            () -> {
              ResumeTraffic.resume(api, app);
              if (!Poll.HEROKU.until(() -> ResumeTraffic.isResumed(api, app) && holds.with(api))) {
                throw new Unavailable(
                    "Heroku does not show %s as it was asked to be".formatted(name));
              }
              return "%s is out of maintenance%s.".formatted(name, stopped(", and runs "));
            }));
  }

  private String dynos() throws Exception {
    var web = Repoint.web(app);
    try {
      return RELEASE.until(() -> HerokuApps.running(api, app.name(), web).isPresent())
          ? "its web dynos run on it."
          : "its web dynos are not all up yet, see `heroku ps -a %s`.".formatted(app.name());
    } catch (Rejected e) {
      return e.getMessage() + ".";
    }
  }

  /** The process types that the window has stopped, if there are any. */
  private String stopped(String before) {
    var types = new TreeMap<>(ResumeTraffic.stopped(app)).entrySet();
    return types.isEmpty()
        ? ""
        : types.stream()
            .map(type -> type.getKey() + "=" + type.getValue())
            .collect(Collectors.joining(" ", before, ""));
  }
}
