package dev.kahuna.autoconfigure;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.PartitionReader.UnreadableRecords;
import dev.kahuna.loop.DeadLetters;
import dev.kahuna.loop.KafkaClients;
import dev.kahuna.loop.SampleProducer;
import dev.kahuna.loop.TelemetryLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;

/** Sends to Kafka what may be lost: samples, and copies of unreadable records. */
@AutoConfiguration(
    after = {
      KahunaAutoConfiguration.class,
      KafkaAutoConfiguration.class,
      CompositeMeterRegistryAutoConfiguration.class
    })
public class TelemetryAutoConfiguration {
  /** Boot's own admin client knows the connection, with its SSL bundle. */
  @Bean
  @ConditionalOnMissingBean
  KafkaClients kafkaClients(
      KafkaAdmin admin,
      @Value("${spring.application.name:kahuna}") String service,
      MeterRegistry meters) {
    return new KafkaClients(admin.getConfigurationProperties(), service, meters);
  }

  @Bean
  @ConditionalOnMissingBean
  SampleProducer sampleProducer(KafkaClients kafka) {
    return new SampleProducer(kafka);
  }

  @Bean
  StartStop sampleProducerLifecycle(SampleProducer producer, KafkaProperties kafka) {
    return new StartStop(StartStop.PRODUCERS, kafka, producer::start, producer::close);
  }

  @Bean
  @ConditionalOnMissingBean
  TelemetryLog telemetryLog(SampleProducer producer, EventCodec codec, MeterRegistry meters) {
    return new TelemetryLog(producer, codec, meters);
  }

  @Bean
  @ConditionalOnMissingBean
  UnreadableRecords unreadableRecords(SampleProducer producer, MeterRegistry meters) {
    return new DeadLetters(producer, meters);
  }
}
