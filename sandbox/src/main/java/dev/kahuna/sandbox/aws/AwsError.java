package dev.kahuna.sandbox.aws;

/** An answer other than success: what AWS calls it and what it says. */
final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** The caller's mistake. */
  static AwsError badRequest(String code, String message, Object... arguments) {
    return new AwsError(400, code, message.formatted(arguments));
  }

  /** RDS answers 404 where EC2 and Secrets Manager answer 400. */
  static AwsError notFound(String code, String message, Object... arguments) {
    return new AwsError(404, code, message.formatted(arguments));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** {@link #getMessage} that is never null. */
  String message() {
    var message = getMessage();
    return message == null ? code : message;
  }
}
