package dev.kahuna.cutover.window;

import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.Optional;

/** Heroku limits the number of calls; a window must not run out of them. */
final class CallBudget {
  private static final int FOR_ALL_APPS = 200;
  private static final int FOR_EACH_APP = 200;

  private CallBudget() {}

  /**
   * The reason to wait with a window while Heroku grants too few calls.
   *
   * @param api that has been called just now: each answer carries the number of calls left
   */
  static Optional<StepOutcome> tooSmall(HerokuApi api, int apps) {
    var needed = FOR_ALL_APPS + FOR_EACH_APP * apps;
    var left = api.remainingTokens();
    return left >= needed
        ? Optional.empty()
        : Optional.of(
            StepOutcome.notYet(
                "waiting until Heroku grants %d calls again, %d are left".formatted(needed, left),
                Duration.ofSeconds(15)));
  }
}
