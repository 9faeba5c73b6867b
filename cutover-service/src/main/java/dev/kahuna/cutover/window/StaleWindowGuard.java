package dev.kahuna.cutover.window;

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
 * Keeps a service that returns in the middle of a window from stopping the app again, if {@code
 * kahuna break-glass} has undone the window meanwhile. It asks before the window's first effect,
 * after every pause, and before the app gets the new database. It does not ask in between, since
 * each check prolongs the window; the pivot catches what it misses.
 */
public final class StaleWindowGuard {
  static final String SENTENCE =
      "The window was taken back while no service ran, as kahuna break-glass does; it is undone";

  /** If no fact was recorded for this long, break-glass may have acted meanwhile. */
  public static final Duration PAUSE = Duration.ofSeconds(3);

  private final Secrets secrets;
  private final Clock clock;

  public StaleWindowGuard(Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Guards a step: a window's step first checks whether the window was taken back. */
  public Step guarded(Step step) {
    return step.window()
        .map(
            leg ->
                step.doing(
                    migration -> {
                      if (repoints(step, leg) || isFirstOrAfterPause(migration, leg)) {
                        refuseIfTakenBack(migration, leg);
                      }
                      return step.work().run(migration);
                    }))
        .orElse(step);
  }

  private static boolean repoints(Step step, Leg leg) {
    return step.yields().contains(FactRef.of(AppRepointed.class, leg));
  }

  private boolean isFirstOrAfterPause(Migration migration, Leg leg) {
    var newest = migration.latest().map(fact -> fact.at()).orElse(Instant.EPOCH);
    return !migration.has(TrafficStopped.class, leg)
        || newest.plus(PAUSE).isBefore(clock.instant());
  }

  private void refuseIfTakenBack(Migration migration, Leg leg) {
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    if (WindowDirection.claimed(secrets.notes(migration.id()), leg, attempt)
        .filter(direction -> direction == WindowDirection.BACK)
        .isPresent()) {
      throw new Rejected(SENTENCE);
    }
  }
}
