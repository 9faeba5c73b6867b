package dev.kahuna.cutover;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.lease.SessionTiming;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Saga;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds cutover-service from its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CutoverSettings.class)
class CutoverConfiguration {
  @Bean
  CutoverDatabases cutoverDatabases(
      MigrationDatabases databases,
      Secrets secrets,
      CutoverSettings settings,
      SessionTiming timing) {
    var limit = timing.limit("kahuna.cutover.statement-timeout", settings.statementTimeout());
    return new CutoverDatabases(databases, secrets, limit);
  }

  @Bean
  HerokuApps herokuApps(HerokuPlatform platform, Secrets secrets) {
    return new HerokuApps(platform, secrets);
  }

  @Bean
  Saga saga(
      CutoverDatabases databases,
      HerokuApps apps,
      Secrets secrets,
      Clock clock,
      TelemetryLog telemetry) {
    return new CutoverSteps(databases, apps, secrets, clock, telemetry::send).saga();
  }
}
