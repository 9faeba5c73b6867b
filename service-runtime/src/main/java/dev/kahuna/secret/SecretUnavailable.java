package dev.kahuna.secret;

import dev.kahuna.request.SecretRef;

/** A secret could not be read or stored. Names the reference and the reason, never the value. */
public final class SecretUnavailable extends RuntimeException {

  private final boolean passing;

  private SecretUnavailable(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  private SecretUnavailable(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  static SecretUnavailable lasting(SecretRef ref, String reason) {
    return new SecretUnavailable(sentence(ref, reason), false);
  }

  static SecretUnavailable lasting(SecretRef ref, String reason, Throwable cause) {
    return new SecretUnavailable(sentence(ref, reason), false, cause);
  }

  static SecretUnavailable passing(SecretRef ref, String reason) {
    return new SecretUnavailable(sentence(ref, reason), true);
  }

  static SecretUnavailable passing(SecretRef ref, String reason, Throwable cause) {
    return new SecretUnavailable(sentence(ref, reason), true, cause);
  }

  private static String sentence(SecretRef ref, String reason) {
    return "Secret " + ref + ": " + reason;
  }

  /** Whether another attempt may help (throttled, unreachable); otherwise the operator must act. */
  public boolean isPassing() {
    return passing;
  }
}
