package dev.kahuna.cutover.window;

import dev.kahuna.cutover.breakglass.BreakGlass;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a service that comes back into a window from stopping the app anew, when {@link BreakGlass}
 * has sent the window back meanwhile. It asks before the window's first effect, after every pause,
 * and before the app is given the new database; not in between, where each question would make the
 * window longer, and what slips through is undone from the pivot at the latest.
 */
public final class StaleWindowGuard {
  static final String SENTENCE =
      "The window was sent back while nobody was here, as kahuna break-glass does; it is undone";

  public static final Duration PAUSE = Duration.ofSeconds(3);

  private final Secrets secrets;
  private final Clock clock;

  public StaleWindowGuard(Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The step, which asks first if it is one of a window. */
  public Step guarded(Step step) {
    return step.window()
        .map(
            leg ->
                step.doing(
                    migration -> {
                      if (repoints(step, leg) || isBegunOrResumed(migration, leg)) {
                        refuseIfSentBack(migration, leg);
                      }
                      return step.work().run(migration);
                    }))
        .orElse(step);
  }

  private static boolean repoints(Step step, Leg leg) {
    return step.yields().contains(FactRef.of(AppRepointed.class, leg));
  }

  private boolean isBegunOrResumed(Migration migration, Leg leg) {
    var newest = migration.latest().map(fact -> fact.at()).orElse(Instant.EPOCH);
    return !migration.has(TrafficStopped.class, leg)
        || newest.plus(PAUSE).isBefore(clock.instant());
  }

  private void refuseIfSentBack(Migration migration, Leg leg) {
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    if (WindowDirection.claimed(secrets.notes(migration.id()), leg, attempt)
        .filter(way -> way == WindowDirection.BACK)
        .isPresent()) {
      throw new Rejected(SENTENCE);
    }
  }
}
