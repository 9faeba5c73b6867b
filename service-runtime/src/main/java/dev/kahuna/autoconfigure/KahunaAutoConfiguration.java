package dev.kahuna.autoconfigure;

import dev.kahuna.lease.SessionTiming;
import dev.kahuna.log.EventCodec;
import dev.kahuna.settings.KahunaSettings;
import dev.kahuna.step.FailureClassifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/** Beans that every service needs. A service can replace each of them, and adds a saga. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(KahunaSettings.class)
public class KahunaAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  @ConditionalOnMissingBean
  EventCodec eventCodec() {
    return new EventCodec();
  }

  @Bean
  @ConditionalOnMissingBean
  FailureClassifier failureClassifier() {
    return new FailureClassifier(failure -> Optional.empty());
  }

  /** Refuses settings by which two instances could act at once. */
  @Bean
  @ConditionalOnMissingBean
  SessionTiming sessionTiming(KafkaProperties kafka, KahunaSettings settings) {
    return SessionTiming.of(
        millis(kafka, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        millis(kafka, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        settings.heroku().timeout());
  }

  private static Duration millis(KafkaProperties kafka, String setting) {
    var preset = ConsumerConfig.configDef().defaultValues().get(setting);
    var millis = kafka.buildConsumerProperties().getOrDefault(setting, preset);
    return Duration.ofMillis(Long.parseLong(String.valueOf(millis)));
  }
}
