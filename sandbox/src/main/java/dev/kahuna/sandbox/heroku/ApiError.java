package dev.kahuna.sandbox.heroku;

/** An answer other than success, in the words of the Platform API. */
final class ApiError extends RuntimeException {
  private final int status;
  private final String id;

  ApiError(int status, String id, String message) {
    super(message);
    this.status = status;
    this.id = id;
  }

  static ApiError notFound(String what) {
    return new ApiError(404, "not_found", "Couldn't find that " + what + ".");
  }

  static ApiError invalid(String message) {
    return new ApiError(422, "invalid_params", message);
  }

  static ApiError badRequest(String message) {
    return new ApiError(400, "bad_request", message);
  }

  int status() {
    return status;
  }

  String id() {
    return id;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
