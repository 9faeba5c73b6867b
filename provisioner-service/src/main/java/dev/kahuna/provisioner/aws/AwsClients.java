package dev.kahuna.provisioner.aws;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The clients, with the SDK's own settings and a limit to every call. */
@Configuration(proxyBeanMethods = false)
public class AwsClients {
  /** How long one call may take, the SDK's own repetitions included. */
  public static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  /** The limits of a call. */
  public static ClientOverrideConfiguration limits() {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(CALL_LIMIT)
        .apiCallAttemptTimeout(Duration.ofSeconds(8))
        .build();
  }

  @Bean
  Ec2Client ec2() {
    return Ec2Client.builder().overrideConfiguration(limits()).build();
  }

  @Bean
  RdsClient rds() {
    return RdsClient.builder().overrideConfiguration(limits()).build();
  }

  @Bean
  StsClient sts() {
    return StsClient.builder().overrideConfiguration(limits()).build();
  }
}
