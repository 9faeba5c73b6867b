package dev.kahuna.cutover.app;

import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Dyno;
import dev.kahuna.heroku.HerokuApi.Formation;
import dev.kahuna.heroku.HerokuApi.Release;
import dev.kahuna.heroku.HerokuRejected;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The dynos of an app, as Heroku reports them. */
record AppProcesses(HerokuApi api, String app) {
  /** The process type that receives requests; maintenance alone keeps it idle. */
  static final String WEB = "web";

  /** The process type of one-off dynos. */
  private static final String ONE_OFF = "run";

  private static final int NOT_FOUND = 404;

  /** The number of dynos of each process type, zeroes included. */
  Map<String, Integer> formation() throws InterruptedException {
    return api.formation(app).stream()
        .collect(Collectors.toMap(Formation::type, Formation::quantity));
  }

  /** The number of dynos of each process type that is scaled up. */
  Map<String, Integer> scaledUp() throws InterruptedException {
    return formation().entrySet().stream()
        .filter(type -> type.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The newest release, once it has succeeded and enough dynos are up on it.
   *
   * @param wanted number of dynos by process type
   * @throws Rejected if the release failed
   */
  Optional<Release> running(Map<String, Integer> wanted) throws InterruptedException {
    var newest = api.newestReleases(app, 1).getFirst();
    return switch (newest.status()) {
      case "failed", "expired" ->
          throw new Rejected(
              "Release v%d of %s has %s; see `heroku releases:output -a %s`"
                  .formatted(newest.version(), app, newest.status(), app));
      case "succeeded" ->
          newest.current() && areUp(newest.version(), wanted)
              ? Optional.of(newest)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private boolean areUp(int release, Map<String, Integer> wanted) throws InterruptedException {
    var dynos = api.dynos(app);
    return wanted.entrySet().stream()
        .allMatch(type -> areUp(ofType(dynos, type.getKey()), release, type.getValue()));
  }

  private static boolean areUp(List<Dyno> dynos, int release, int wanted) {
    var up = dynos.stream().filter(dyno -> dyno.release() >= release && isUp(dyno)).count();
    var isOldLeft =
        dynos.stream().anyMatch(dyno -> dyno.release() < release && !dyno.state().equals("down"));
    return up >= wanted && !isOldLeft;
  }

  private static boolean isUp(Dyno dyno) {
    return dyno.state().equals("up") || dyno.state().equals("idle");
  }

  private static List<Dyno> ofType(List<Dyno> dynos, String type) {
    return dynos.stream().filter(dyno -> dyno.type().equals(type)).toList();
  }

  /** Returns how many one-off dynos it has stopped. */
  int stopOneOffs() throws InterruptedException {
    var running =
        ofType(api.dynos(app), ONE_OFF).stream()
            .filter(dyno -> !dyno.state().equals("down"))
            .toList();
    for (var dyno : running) {
      stop(dyno);
    }
    return running.size();
  }

  private void stop(Dyno dyno) throws InterruptedException {
    try {
      api.stopDyno(app, dyno.name());
    } catch (HerokuRejected e) {
      // A dyno that has already ended is not found.
      if (e.status() != NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Whether Heroku lists no dyno, of whatever type, not even one that is still ending. */
  boolean noneIsLeft() throws InterruptedException {
    return api.dynos(app).isEmpty();
  }

  /** Scales every process type to zero, and stops what no formation starts. */
  void stopAll() throws InterruptedException {
    var types = scaledUp().keySet();
    if (!types.isEmpty()) {
      api.scale(app, types.stream().collect(Collectors.toMap(type -> type, type -> 0)));
    }
    var formation = formation().keySet();
    for (var dyno : api.dynos(app)) {
      if (!formation.contains(dyno.type()) && !dyno.state().equals("down")) {
        stop(dyno);
      }
    }
  }

  /** Whether only web dynos are left; one-off dynos that were started meanwhile are stopped. */
  boolean onlyWebIsLeft() throws InterruptedException {
    var left = api.dynos(app).stream().filter(dyno -> !dyno.type().equals(WEB)).toList();
    if (!ofType(left, ONE_OFF).isEmpty()) {
      stopOneOffs();
    }
    return left.isEmpty();
  }
}
