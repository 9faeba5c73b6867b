package dev.kahuna.standin.heroku.app;

/** An answer other than success, in the words of the Platform API. */
public final class ApiError extends RuntimeException {
  private final int status;
  private final String id;

  public ApiError(int status, String id, String message) {
    super(message);
    this.status = status;
    this.id = id;
  }

  public static ApiError notFound(String what) {
    return new ApiError(404, "not_found", "Couldn't find that " + what + ".");
  }

  public static ApiError invalid(String message) {
    return new ApiError(422, "invalid_params", message);
  }

  public static ApiError badRequest(String message) {
    return new ApiError(400, "bad_request", message);
  }

  public int status() {
    return status;
  }

  public String id() {
    return id;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
