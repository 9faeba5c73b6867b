package dev.kahuna.autoconfigure;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Topics;
import dev.kahuna.loop.DeadLetters;
import dev.kahuna.loop.KafkaClients;
import dev.kahuna.loop.MigrationLoop;
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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The parts that all services share. A service imports this and adds a {@link Saga} and a {@link
 * FailureClassifier}.
 */
@Configuration(proxyBeanMethods = false)
public class KahunaAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(KahunaAutoConfiguration.class);

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  EventCodec eventCodec() {
    return new EventCodec();
  }

  @Bean
  Secrets secrets() {
    return Secrets.ofEnvironment();
  }

  @Bean
  KafkaClients kafkaClients(KafkaProperties properties) {
    return new KafkaClients(properties.buildAdminProperties());
  }

  @Bean(destroyMethod = "close")
  Producer<String, byte[]> sampleProducer(KafkaClients kafka) {
    return kafka.samples();
  }

  @Bean
  TelemetryLog telemetryLog(
      Producer<String, byte[]> sampleProducer, EventCodec codec, MeterRegistry meters) {
    return new TelemetryLog(sampleProducer, codec, meters);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService stepTimer() {
    return Executors.newScheduledThreadPool(
        2, Thread.ofPlatform().daemon().name("timer-", 0).factory());
  }

  @Bean
  StepEnvironment stepEnvironment(
      Clock clock,
      ScheduledExecutorService stepTimer,
      FailureClassifier classifier,
      MeterRegistry meters,
      TelemetryLog telemetry,
      MigrationGauges gauges,
      Secrets secrets) {
    return new StepEnvironment(
        clock,
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
  MigrationGauges migrationGauges(Saga saga, MeterRegistry meters) {
    return new MigrationGauges(saga, meters);
  }

  /** Ends with the timer. */
  @Bean
  ScheduledFuture<?> migrationGaugesShown(
      MigrationGauges gauges, MigrationLoop loop, ScheduledExecutorService stepTimer) {
    return stepTimer.scheduleWithFixedDelay(
        () -> {
          try {
            gauges.show(loop.migrations().toList());
          } catch (RuntimeException e) {
            // A timer forgets work that throws; gauges that stop would look like calm.
            LOG.error("gauges could not be shown", e);
          }
        },
        1,
        1,
        TimeUnit.SECONDS);
  }

  /** The only part that reaches Kafka when it is made, so that the rest can be looked at alone. */
  @Bean
  MigrationLoop migrationLoop(
      Saga saga,
      EventCodec codec,
      KafkaClients kafka,
      KafkaProperties properties,
      StepEnvironment environment,
      Producer<String, byte[]> sampleProducer,
      MeterRegistry meters) {
    try (var admin = Admin.create(kafka.connection())) {
      Topics.ensure(admin);
    }
    return new MigrationLoop(
        saga,
        codec,
        kafka,
        sessionTimeout(properties),
        environment,
        new DeadLetters(sampleProducer, meters));
  }

  private static Duration sessionTimeout(KafkaProperties properties) {
    var millis =
        properties
            .buildConsumerProperties()
            .getOrDefault(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                ConsumerConfig.configDef()
                    .defaultValues()
                    .get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
    return Duration.ofMillis(Long.parseLong(String.valueOf(millis)));
  }
}
