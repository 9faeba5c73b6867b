package dev.kahuna.autoconfigure;

import dev.kahuna.loop.MigrationLoop;
import dev.kahuna.metrics.GaugeRefresh;
import dev.kahuna.metrics.MigrationGauges;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepMemory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/** The migrations of the loop as gauges, refreshed every second while the service runs. */
@AutoConfiguration(after = LoopAutoConfiguration.class)
@ConditionalOnBean(Saga.class)
public class GaugesAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  MigrationGauges migrationGauges(Saga saga, MeterRegistry meters) {
    return new MigrationGauges(saga, meters);
  }

  @Bean
  StartStop migrationGaugesLifecycle(
      Saga saga,
      MigrationGauges gauges,
      ObjectProvider<StepMemory> memories,
      MigrationLoop loop,
      ScheduledExecutorService stepTimer,
      KafkaProperties kafka) {
    var refresh =
        new GaugeRefresh(
            saga, gauges, memories.stream().toList(), () -> loop.migrations().toList(), stepTimer);
    return new StartStop(StartStop.GAUGES, kafka, refresh::start, refresh::stop);
  }
}
