package dev.kahuna.replica;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.replica.copy.CopyGauges;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepMemory;
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
  ReplicaSteps replicaSteps(
      ReplicaSettings settings,
      Secrets secrets,
      MigrationDatabases databases,
      TelemetryLog telemetry,
      MeterRegistry meters,
      Clock clock) {
    return new ReplicaSteps(
        settings, secrets, databases, telemetry::send, new CopyGauges(meters), clock);
  }

  @Bean
  Saga saga(ReplicaSteps steps) {
    return steps.saga();
  }

  @Bean
  StepMemory copiesUnderWay(ReplicaSteps steps) {
    return steps.memory();
  }
}
