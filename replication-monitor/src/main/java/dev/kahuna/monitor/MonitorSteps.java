package dev.kahuna.monitor;

import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.monitor.olddatabase.OldDatabaseGauges;
import dev.kahuna.monitor.olddatabase.OldDatabaseWatch;
import dev.kahuna.monitor.olddatabase.ReverseSlotWatch;
import dev.kahuna.monitor.replay.ReplayWatch;
import dev.kahuna.monitor.replication.ReplicationWatch;
import dev.kahuna.monitor.slot.SlotGauges;
import dev.kahuna.monitor.slot.SlotGuard;
import dev.kahuna.monitor.watch.LagGauges;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What replication-monitor does, in the runbook's order, and what it is made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MonitorSettings.class)
public class MonitorSteps {

  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final long SWEEP_SECONDS = 5;

  @Bean
  Saga saga(
      ReplayWatch replay,
      ReplicationWatch replication,
      SlotGuard slots,
      OldDatabaseSteps oldDatabases) {
    return new Saga(
        "replication-monitor",
        Stream.of(replaying(replay), replicating(replication, slots), oldDatabases.steps())
            .flatMap(List::stream)
            .toList());
  }

  private static List<Step> replaying(ReplayWatch replay) {
    return List.of(
        Step.named("watch-replay")
            .after(ReplicaStarted.class)
            .unless(PivotReached.class, TO_REPLICA)
            .saying("Measuring how far the replica's replay is behind Heroku")
            .within(LIMIT)
            .does(replay::watch),
        Step.named("await-replay")
            .after(ReplicaStarted.class)
            .unless(PivotReached.class, TO_REPLICA)
            .yields(ReplicaCaughtUp.class)
            .saying("Waiting until the replica has replayed what the archive holds")
            .does(replay::awaitCaughtUp));
  }

  private static List<Step> replicating(ReplicationWatch replication, SlotGuard slots) {
    return List.of(
        Step.named("guard-slot")
            .after(SlotCreated.class, TO_REPLICA)
            .unless(SourceFenced.class, TO_AURORA)
            .unless(PivotReached.class, TO_AURORA)
            .yields(SlotGivenUp.class)
            .evenIfCancelled()
            .within(LIMIT)
            .saying("Watching that what slots keep does not fill the replica's volume")
            .does(slots::guard),
        Step.named("watch-replication")
            .after(SubscriptionStarted.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationStopped.class, TO_AURORA)
            .saying("Measuring how far Aurora is behind the replica")
            .within(LIMIT)
            .does(replication::watch),
        Step.named("await-replication")
            .after(SubscriptionStarted.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationTroubled.class)
            .yields(ReplicationCaughtUp.class)
            .saying("Waiting until every table is ready and Aurora within a second of the replica")
            .does(replication::awaitCaughtUp),
        Step.named("watch-for-trouble")
            .after(SubscriptionStarted.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationStopped.class, TO_AURORA)
            .yields(ReplicationTroubled.class)
            .saying("Looking out for trouble of the logical replication")
            .does(replication::awaitTrouble),
        Step.named("watch-for-healing")
            .after(SubscriptionStarted.class, ReplicationTroubled.class)
            .unless(PivotReached.class, TO_AURORA)
            .unless(ReplicationStopped.class, TO_AURORA)
            .yields(ReplicationHealed.class)
            .saying("Waiting until the logical replication goes on again")
            .does(replication::awaitHealing));
  }

  @Bean
  FailureClassifier failureClassifier() {
    return new FailureClassifier(failure -> Optional.empty());
  }

  @Bean
  MigrationDatabases migrationDatabases(
      Secrets secrets, @Value("${kahuna.target-authorities:}") String targetAuthorities) {
    return new MigrationDatabases(
        secrets, Optional.of(targetAuthorities).filter(file -> !file.isBlank()).map(Path::of));
  }

  @Bean
  HerokuPlatform herokuPlatform(@Value("${kahuna.heroku.url}") URI url) {
    return new HerokuPlatform(url, HerokuPlatform.TIMEOUT);
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
    return new ReplayWatch(databases, sources, settings, telemetry::send, gauges, clock);
  }

  @Bean
  ReplicationWatch replicationWatch(
      MigrationDatabases databases,
      MonitorSettings settings,
      TelemetryLog telemetry,
      LagGauges gauges,
      Clock clock) {
    return new ReplicationWatch(databases, settings, telemetry::send, gauges, clock);
  }

  @Bean
  SlotGuard slotGuard(
      MigrationDatabases databases, MonitorSettings settings, MeterRegistry meters, Clock clock) {
    return new SlotGuard(databases, new SlotGauges(meters), settings.volumeReserve(), clock);
  }

  @Bean
  OldDatabaseGauges fenceGauges(MeterRegistry meters) {
    return new OldDatabaseGauges(meters);
  }

  @Bean
  OldDatabaseWatch fenceWatch(
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
  OldDatabaseSteps oldDatabaseSteps(OldDatabaseWatch fences, ReverseSlotWatch reverseSlot) {
    return new OldDatabaseSteps(fences, reverseSlot);
  }

  /** Lets go of migrations that ended, or that another instance watches now. */
  @Bean
  AutoCloseable sweep(
      ReplayWatch replay,
      ReplicationWatch replication,
      SlotGuard slots,
      OldDatabaseWatch fences,
      ReverseSlotWatch reverseSlot,
      ScheduledExecutorService stepTimer) {
    var sweeping =
        stepTimer.scheduleWithFixedDelay(
            () -> {
              replay.sweep();
              replication.sweep();
              slots.sweep();
              fences.sweep();
              reverseSlot.sweep();
            },
            SWEEP_SECONDS,
            SWEEP_SECONDS,
            TimeUnit.SECONDS);
    return () -> sweeping.cancel(false);
  }
}
