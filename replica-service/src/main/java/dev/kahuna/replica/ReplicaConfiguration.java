package dev.kahuna.replica;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Saga;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds replica-service from its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplicaSettings.class)
class ReplicaConfiguration {

  @Bean
  Saga saga(
      ReplicaSettings settings,
      Secrets secrets,
      MigrationDatabases databases,
      TelemetryLog telemetry,
      MeterRegistry meters,
      Clock clock) {
    return new ReplicaSteps(settings, secrets, databases, telemetry::send, meters, clock).saga();
  }
}
