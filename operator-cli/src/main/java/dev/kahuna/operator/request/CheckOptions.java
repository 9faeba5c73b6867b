package dev.kahuna.operator.request;

import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.secret.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.rds.RdsClient;

/** Where the apps and the engine version of a request are looked up. */
public final class CheckOptions {
  private static final Duration HEROKU_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration AWS_TIMEOUT = Duration.ofSeconds(20);

  @Option(
      names = "--heroku-url",
      paramLabel = "URL",
      defaultValue = "${env:KAHUNA_HEROKU_URL:-https://api.heroku.com}",
      description = "Heroku's Platform API (KAHUNA_HEROKU_URL; default https://api.heroku.com).")
  private URI herokuUrl = URI.create("https://api.heroku.com");

  /** The checks by these options. */
  public RequestChecks checks() {
    return new RequestChecks(
        new HerokuPlatform(herokuUrl, HEROKU_TIMEOUT), Secrets.ofEnvironment(), CheckOptions::rds);
  }

  /** Without instance metadata: where there is none, asking for it takes long. */
  private static Optional<RdsClient> rds() {
    var credentials =
        AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(),
            SystemPropertyCredentialsProvider.create(),
            WebIdentityTokenFileCredentialsProvider.create(),
            ProfileCredentialsProvider.create(),
            ContainerCredentialsProvider.builder().build());
    try {
      credentials.resolveCredentials();
      return Optional.of(
          RdsClient.builder()
              .credentialsProvider(credentials)
              .overrideConfiguration(o -> o.apiCallTimeout(AWS_TIMEOUT))
              .build());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }
}
