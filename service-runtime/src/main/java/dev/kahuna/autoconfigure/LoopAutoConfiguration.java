package dev.kahuna.autoconfigure;

import dev.kahuna.lease.SessionTiming;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.PartitionReader.UnreadableRecords;
import dev.kahuna.loop.KafkaClients;
import dev.kahuna.loop.MigrationLoop;
import dev.kahuna.loop.RepeatForever;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.metrics.MigrationGauges;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.CommonErrorHandler;

/** The loop that runs a service's saga. */
@AutoConfiguration(after = {ClientsAutoConfiguration.class, TelemetryAutoConfiguration.class})
@ConditionalOnBean(Saga.class)
public class LoopAutoConfiguration {
  @Bean(destroyMethod = "shutdownNow")
  @ConditionalOnMissingBean
  ScheduledExecutorService stepTimer() {
    return Executors.newScheduledThreadPool(
        2, Thread.ofPlatform().daemon().name("timer-", 0).factory());
  }

  @Bean
  @ConditionalOnMissingBean
  StepEnvironment stepEnvironment(
      Clock clock,
      SessionTiming timing,
      ScheduledExecutorService stepTimer,
      FailureClassifier classifier,
      MeterRegistry meters,
      TelemetryLog telemetry,
      MigrationGauges gauges,
      Secrets secrets) {
    return new StepEnvironment(
        clock,
        timing,
        stepTimer,
        classifier,
        meters,
        (migration, sample) -> {
          gauges.observe(migration, sample);
          telemetry.send(migration, sample);
        },
        secrets::redact);
  }

  @Bean
  @ConditionalOnMissingBean
  MigrationLoop migrationLoop(
      Saga saga,
      EventCodec codec,
      KafkaClients kafka,
      StepEnvironment environment,
      UnreadableRecords unreadable) {
    return new MigrationLoop(saga, codec, kafka, environment, unreadable);
  }

  @Bean
  StartStop migrationLoopLifecycle(MigrationLoop loop, KafkaProperties kafka) {
    return new StartStop(StartStop.LOOP, kafka, loop::start, loop::stop);
  }

  /** Replaces Boot's default, which drops a batch after ten failures. */
  @Bean
  @ConditionalOnMissingBean
  CommonErrorHandler repeatForever() {
    return new RepeatForever(Duration.ofSeconds(5));
  }

  /** The bean's name is the component's name in the health endpoint. */
  @Bean("migrationLoopHealthIndicator")
  @ConditionalOnMissingBean
  LoopHealth loopHealth(MigrationLoop loop, KafkaListenerEndpointRegistry containers) {
    return new LoopHealth(loop, containers);
  }
}
