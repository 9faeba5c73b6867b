package dev.kahuna.heroku;

import dev.kahuna.failure.Rejected;

/** Heroku understood the call and refuses it: 401, 403, 404, 409, 422, 423. Nothing was changed. */
public final class HerokuRejected extends Rejected implements HerokuFailure {
  private final int status;
  private final String id;

  HerokuRejected(String call, int status, String id, String message) {
    super("Heroku refuses %s: %s (%d %s)".formatted(call, message, status, id));
    this.status = status;
    this.id = id;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Heroku's name of the error, such as {@code invalid_params}. */
  public String id() {
    return id;
  }

  @Override
  public boolean outcomeKnown() {
    return true;
  }
}
