package dev.kahuna.standin.aws.protocol;

/** An answer other than success: what AWS calls it and what it says. */
public final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  public AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** The caller's mistake. */
  public static AwsError badRequest(String code, String message, Object... arguments) {
    return new AwsError(400, code, message.formatted(arguments));
  }

  /** RDS answers 404 where EC2 and Secrets Manager answer 400. */
  public static AwsError notFound(String code, String message, Object... arguments) {
    return new AwsError(404, code, message.formatted(arguments));
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** {@link #getMessage} that is never null. */
  public String message() {
    var message = getMessage();
    return message == null ? code : message;
  }
}
