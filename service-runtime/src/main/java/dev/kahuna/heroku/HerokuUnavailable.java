package dev.kahuna.heroku;

import dev.kahuna.failure.Unavailable;

/**
 * No proper answer: 429, 5xx, out of time, connection lost. Except after a 429, Heroku may still
 * have carried out the call: read the state before repeating it.
 */
public final class HerokuUnavailable extends Unavailable implements HerokuFailure {
  private final boolean outcomeKnown;

  private HerokuUnavailable(String sentence, boolean outcomeKnown, Throwable cause) {
    super(sentence, cause);
    this.outcomeKnown = outcomeKnown;
  }

  private HerokuUnavailable(String sentence, boolean outcomeKnown) {
    super(sentence);
    this.outcomeKnown = outcomeKnown;
  }

  static HerokuUnavailable rateLimited(String call, int remaining) {
    return new HerokuUnavailable(
        "Heroku accepts no more calls from this account for now: %s (%d left)"
            .formatted(call, Math.max(0, remaining)),
        true);
  }

  static HerokuUnavailable failing(String call, int status) {
    return new HerokuUnavailable("Heroku answered %d to %s".formatted(status, call), false);
  }

  static HerokuUnavailable unanswered(String call, Throwable cause) {
    return new HerokuUnavailable("Heroku did not answer %s".formatted(call), false, cause);
  }

  @Override
  public boolean outcomeKnown() {
    return outcomeKnown;
  }
}
