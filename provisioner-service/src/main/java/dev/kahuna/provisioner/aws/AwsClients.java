package dev.kahuna.provisioner.aws;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Makes clients with the SDK's own settings and a limit for every call. */
public final class AwsClients {
  /** How long one call may take, with the SDK's own retries. */
  public static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private AwsClients() {}

  /** The limits of a call. */
  public static ClientOverrideConfiguration limits() {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(CALL_LIMIT)
        .apiCallAttemptTimeout(Duration.ofSeconds(8))
        .build();
  }

  public static Ec2Client ec2() {
    return Ec2Client.builder().overrideConfiguration(limits()).build();
  }

  public static RdsClient rds() {
    return RdsClient.builder().overrideConfiguration(limits()).build();
  }

  public static StsClient sts() {
    return StsClient.builder().overrideConfiguration(limits()).build();
  }
}
