package dev.kahuna.standin.aws.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes coming calls fail, the way AWS makes them fail on a bad day. */
public final class AwsFaults {

  /** A failure that has nothing to do with what was asked. */
  public enum Fault {
    REQUEST_LIMIT_EXCEEDED(503, "RequestLimitExceeded", "Request limit exceeded."),
    INSUFFICIENT_INSTANCE_CAPACITY(
        500,
        "InsufficientInstanceCapacity",
        "We currently do not have sufficient capacity in the Availability Zone you requested."),
    INTERNAL_ERROR(500, "InternalError", "An internal error has occurred.");

    private final int status;
    private final String code;
    private final String message;

    Fault(int status, String code, String message) {
      this.status = status;
      this.code = code;
      this.message = message;
    }
  }

  private record Armed(Pattern actions, Fault fault) {}

  private final List<Armed> armed = new ArrayList<>();

  /**
   * Fails each of the next {@code times} calls whose action matches.
   *
   * @param actions a regular expression for the whole name, such as {@code Describe.*}
   */
  public synchronized void failNext(String actions, Fault fault, int times) {
    var pattern = Pattern.compile(actions);
    for (var i = 0; i < times; i++) {
      armed.add(new Armed(pattern, fault));
    }
  }

  /** Fails this call when a fault was armed for it. */
  public synchronized void strike(String action) {
    for (var each : armed) {
      if (each.actions.matcher(action).matches()) {
        armed.remove(each);
        throw new AwsError(each.fault.status, each.fault.code, each.fault.message);
      }
    }
  }
}
