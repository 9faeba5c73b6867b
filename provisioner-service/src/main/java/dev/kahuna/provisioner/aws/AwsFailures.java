package dev.kahuna.provisioner.aws;

import dev.kahuna.failure.FailureKind;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The one place of this service that classifies exceptions of the AWS SDK. */
public final class AwsFailures {
  /**
   * AWS does not know yet what was just created, is still working on it, or has no capacity now.
   */
  private static final Set<String> PASSING =
      Set.of(
          "InvalidGroup.NotFound",
          "InvalidInstanceID.NotFound",
          "InvalidKeyPair.NotFound",
          "InvalidVolume.NotFound",
          "IdempotentParameterMismatch",
          "IncorrectInstanceState",
          "DependencyViolation",
          "InsufficientInstanceCapacity",
          "InsufficientDBInstanceCapacity",
          "InsufficientStorageClusterCapacity",
          "InvalidDBClusterStateFault",
          "InvalidDBInstanceState",
          "InvalidDBParameterGroupState",
          "InvalidDBSubnetGroupStateFault");

  /** Kahuna made a call that is wrong for any request. */
  private static final Set<String> OURS =
      Set.of("MissingParameter", "MissingAction", "InvalidAction", "UnknownParameter");

  private AwsFailures() {}

  /** The kind of a failure, if it is AWS's. */
  public static Optional<FailureKind> kind(Throwable failure) {
    return switch (failure) {
      case AwsServiceException refused -> Optional.of(kind(refused));
      case SdkClientException unsent ->
          Optional.of(
              String.valueOf(unsent.getMessage()).contains("credentials")
                  ? FailureKind.REJECTED
                  : FailureKind.UNAVAILABLE);
      default -> Optional.empty();
    };
  }

  private static FailureKind kind(AwsServiceException refused) {
    if (refused.isThrottlingException()
        || refused.statusCode() >= 500
        || PASSING.contains(code(refused))) {
      return FailureKind.UNAVAILABLE;
    }
    return OURS.contains(code(refused)) ? FailureKind.BUG : FailureKind.REJECTED;
  }

  /** AWS's code of the error, such as {@code InvalidGroup.Duplicate}. */
  public static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }

  /** AWS's sentence about the error, without the request's numbers. */
  public static String sentence(AwsServiceException e) {
    return e.awsErrorDetails() == null
        ? String.valueOf(e.getMessage())
        : e.awsErrorDetails().errorMessage() + " (" + code(e) + ")";
  }

  /** Makes a call for which this error counts as success. */
  public static void unless(String code, Runnable call) {
    try {
      call.run();
    } catch (AwsServiceException e) {
      if (!code(e).equals(code)) {
        throw e;
      }
    }
  }
}
