package dev.kahuna.cutover;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.secret.SecretUnavailable;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service is made of. */
@Configuration(proxyBeanMethods = false)
class CutoverConfiguration {

  @Bean
  HerokuPlatform herokuPlatform(CutoverSettings settings) {
    return new HerokuPlatform(settings.heroku().url(), settings.heroku().timeout());
  }

  @Bean
  Saga saga(
      CutoverSettings settings,
      HerokuPlatform platform,
      Secrets secrets,
      Clock clock,
      TelemetryLog telemetry) {
    var databases =
        new CutoverDatabases(new MigrationDatabases(secrets, settings.authorities()), secrets);
    var apps = new HerokuApps(platform, secrets);
    return new CutoverSteps(databases, apps, secrets, clock, telemetry::send).saga();
  }

  @Bean
  FailureClassifier failureClassifier() {
    return new FailureClassifier(
        failure ->
            failure instanceof SecretUnavailable secret && secret.isPassing()
                ? Optional.of(FailureKind.UNAVAILABLE)
                : Optional.empty());
  }
}
