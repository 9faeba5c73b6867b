package dev.kahuna.monitor;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.monitor.olddatabase.OldDatabaseGauges;
import dev.kahuna.monitor.olddatabase.OldDatabaseWatch;
import dev.kahuna.monitor.olddatabase.ReverseSlotWatch;
import dev.kahuna.monitor.replay.ReplayWatch;
import dev.kahuna.monitor.replication.ReplicationWatch;
import dev.kahuna.monitor.replication.TargetLog;
import dev.kahuna.monitor.slot.SlotGauges;
import dev.kahuna.monitor.slot.SlotGuard;
import dev.kahuna.monitor.watch.LagGauges;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.monitor.wayback.WayBackWatch;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Saga;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.rds.RdsClient;

/** Builds replication-monitor from its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MonitorSettings.class)
class MonitorConfiguration {
  private static final long SWEEP_SECONDS = 5;
  private static final Duration RDS_LIMIT = Duration.ofSeconds(5);

  @Bean
  Saga saga(
      ReplayWatch replay,
      ReplicationWatch replication,
      SlotGuard slots,
      OldDatabaseWatch oldDatabases,
      ReverseSlotWatch reverseSlot,
      WayBackWatch wayBack) {
    return new MonitorSteps(replay, replication, slots, oldDatabases, reverseSlot, wayBack).saga();
  }

  @Bean
  SourceDatabases sourceDatabases(HerokuPlatform heroku, Secrets secrets) {
    return new SourceDatabases(heroku, secrets);
  }

  @Bean
  LagGauges lagGauges(MeterRegistry meters) {
    return new LagGauges(meters);
  }

  @Bean
  ReplayWatch replayWatch(
      MigrationDatabases databases,
      SourceDatabases sources,
      MonitorSettings settings,
      TelemetryLog telemetry,
      LagGauges gauges,
      Clock clock) {
    return new ReplayWatch(databases, sources, settings.replay(), telemetry::send, gauges, clock);
  }

  @Bean
  ReplicationWatch replicationWatch(
      MigrationDatabases databases,
      MonitorSettings settings,
      TelemetryLog telemetry,
      LagGauges gauges,
      Clock clock) {
    return new ReplicationWatch(
        databases,
        new TargetLog(MonitorConfiguration::rds),
        settings.replication(),
        telemetry::send,
        gauges,
        clock);
  }

  /** Credentials and region as the SDK finds them. */
  private static RdsClient rds() {
    return RdsClient.builder().overrideConfiguration(o -> o.apiCallTimeout(RDS_LIMIT)).build();
  }

  @Bean
  SlotGuard slotGuard(
      MigrationDatabases databases, MonitorSettings settings, MeterRegistry meters, Clock clock) {
    return new SlotGuard(databases, new SlotGauges(meters), settings.volumeReserve(), clock);
  }

  @Bean
  OldDatabaseGauges oldDatabaseGauges(MeterRegistry meters) {
    return new OldDatabaseGauges(meters);
  }

  @Bean
  OldDatabaseWatch oldDatabaseWatch(
      MigrationDatabases databases,
      SourceDatabases sources,
      OldDatabaseGauges gauges,
      Clock clock) {
    return new OldDatabaseWatch(databases, sources, gauges, clock);
  }

  @Bean
  ReverseSlotWatch reverseSlotWatch(
      MigrationDatabases databases, OldDatabaseGauges gauges, Clock clock) {
    return new ReverseSlotWatch(databases, gauges, clock);
  }

  @Bean
  WayBackWatch wayBackWatch(MigrationDatabases databases, TelemetryLog telemetry, Clock clock) {
    return new WayBackWatch(databases, telemetry::send, clock);
  }

  /** Forgets migrations that ended or that another instance watches now. */
  @Bean
  AutoCloseable sweep(
      ReplayWatch replay,
      ReplicationWatch replication,
      SlotGuard slots,
      OldDatabaseWatch oldDatabases,
      ReverseSlotWatch reverseSlot,
      WayBackWatch wayBack,
      ScheduledExecutorService stepTimer) {
    var sweeping =
        stepTimer.scheduleWithFixedDelay(
            () -> {
              replay.sweep();
              replication.sweep();
              slots.sweep();
              oldDatabases.sweep();
              reverseSlot.sweep();
              wayBack.sweep();
            },
            SWEEP_SECONDS,
            SWEEP_SECONDS,
            TimeUnit.SECONDS);
    return () -> sweeping.cancel(false);
  }
}
