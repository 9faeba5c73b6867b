package dev.kahuna.provisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.failure.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class AwsFailuresTest {
  @ParameterizedTest
  @CsvSource({
    "401, AuthFailure, REJECTED",
    "403, UnauthorizedOperation, REJECTED",
    "400, VcpuLimitExceeded, REJECTED",
    "400, InvalidAMIID.NotFound, REJECTED",
    "400, InvalidSubnetID.NotFound, REJECTED",
    "400, OptInRequired, REJECTED",
    "503, RequestLimitExceeded, UNAVAILABLE",
    "400, Throttling, UNAVAILABLE",
    "500, InternalError, UNAVAILABLE",
    "500, InsufficientInstanceCapacity, UNAVAILABLE",
    "400, InsufficientDBInstanceCapacity, UNAVAILABLE",
    "400, DependencyViolation, UNAVAILABLE",
    "400, InvalidGroup.NotFound, UNAVAILABLE",
    "400, IdempotentParameterMismatch, UNAVAILABLE",
    "400, MissingParameter, BUG",
  })
  void eachAnswerOfAwsSaysWhoCanMendIt(int status, String code, FailureKind kind) {
    var details = AwsErrorDetails.builder().errorCode(code).errorMessage("No.").build();
    var failure = Ec2Exception.builder().statusCode(status).awsErrorDetails(details).build();
    assertThat(AwsFailures.kind(failure)).contains(kind);
    assertThat(AwsFailures.sentence((Ec2Exception) failure)).isEqualTo("No. (" + code + ")");
  }

  @Test
  void noAnswerIsTriedAgainAndNoCredentialsAreNot() {
    assertThat(AwsFailures.kind(SdkClientException.create("Connection refused")))
        .contains(FailureKind.UNAVAILABLE);
    assertThat(
            AwsFailures.kind(
                SdkClientException.create("Unable to load credentials from any of the providers")))
        .contains(FailureKind.REJECTED);
  }

  @Test
  void whatIsNotOfAwsIsNotClassifiedHere() {
    assertThat(AwsFailures.kind(new IllegalStateException("x"))).isEmpty();
  }
}
