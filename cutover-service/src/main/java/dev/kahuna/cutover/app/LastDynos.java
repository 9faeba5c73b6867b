package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.database.Poll;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Takes a database away from apps when it can't be reached to close it. A dyno keeps the config
 * that it started with; once none is left, nobody has that database's URL.
 */
public final class LastDynos {
  private LastDynos() {}

  /** Stops every dyno of the apps, and waits for a while; returns whether none is left. */
  public static boolean stop(List<App> apps, Poll patience) throws Exception {
    Parallel.each(apps, App::stopEveryDyno);
    return patience.until(() -> Parallel.holds(apps, App::hasNoDyno));
  }

  /** The apps' names, for a sentence. */
  public static String names(List<App> apps) {
    return apps.stream().map(App::name).collect(Collectors.joining(", "));
  }
}
