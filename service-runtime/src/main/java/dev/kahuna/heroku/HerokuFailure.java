package dev.kahuna.heroku;

/** A call of the Platform API that did not succeed; its message never contains what was sent. */
public sealed interface HerokuFailure permits HerokuRejected, HerokuUnavailable {
  /** Whether it is certain that nothing was changed. */
  boolean outcomeKnown();
}
