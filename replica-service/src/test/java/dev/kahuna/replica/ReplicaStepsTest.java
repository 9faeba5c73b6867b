package dev.kahuna.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyGauges;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import dev.kahuna.step.DueSteps;
import dev.kahuna.step.Step;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReplicaStepsTest {
  private final SecretsManagerStandIn secretsManager = new SecretsManagerStandIn();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CopyGauges gauges = new CopyGauges(meters);
  private final ReplicaSteps steps = steps();

  ReplicaStepsTest() throws IOException {}

  private ReplicaSteps steps() {
    var secrets = new Secrets(secretsManager::client);
    return new ReplicaSteps(
        new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("kahuna", ReplicaSettings.class),
        secrets,
        new MigrationDatabases(secrets, Optional.empty()),
        (migration, sample) -> {},
        gauges,
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    secretsManager.close();
  }

  @Test
  void theStepsAreInTheRunbooksOrder() {
    assertThat(steps.saga().steps())
        .extracting(Step::name)
        .containsExactly(
            "prepare-replica-host",
            "prepare-standby-host",
            "restore-base-backup",
            "start-replica",
            "start-standby",
            "rehearse-schema",
            "follow-again",
            "freeze-standby-again",
            "copy-schema",
            "copy-data",
            "copy-by-subscription",
            "build-indexes",
            "start-subscription",
            "thaw-standby",
            "await-schema-change",
            "await-same-schema",
            "apply-schema");
  }

  static Stream<List<Migration>> servedWithoutACopy() {
    return Stream.of("copy-data", "copy-by-subscription")
        .map(ReplicaStepsTest::copying)
        .flatMap(
            copying ->
                Stream.of(
                    List.of(with(copying, new DataCopied(1, 3, 9, 80))),
                    List.of(with(copying, new SlotGivenUp(1, "kahuna", "no room"))),
                    List.of(with(copying, new MigrationCancelled("no longer needed"))),
                    List.of()));
  }

  /** Also where no run of the step is left that could end them: it runs for a moment only. */
  @ParameterizedTest
  @MethodSource("servedWithoutACopy")
  void theGaugesOfACopyAreThereWhileItsStepIsDue(List<Migration> served) {
    for (var step : List.of("copy-data", "copy-by-subscription")) {
      show(step);
      steps.memory().keepOnly(new DueSteps(steps.saga(), List.of(copying(step))));
      assertThat(meters.find("kahuna.copy.rows").gauge()).as(step).isNotNull();
      steps.memory().keepOnly(new DueSteps(steps.saga(), served));
      assertThat(meters.getMeters()).as(step).isEmpty();
    }
  }

  private void show(String step) {
    var at = Instant.EPOCH;
    new CopyProgressReport((migration, sample) -> {}, gauges, Clock.systemUTC())
        .show("shop-2026", new RowsCopied(at, step, 3, 1, 3, 1, 5, List.of()));
  }

  private static Migration copying(String step) {
    return step.equals("copy-data")
        ? migration(Examples.request())
        : migration(Examples.requestWithoutStandby());
  }

  private static Migration migration(MigrationRequest request) {
    return with(
        Migration.of("shop-2026"), new MigrationRequested(request), new SchemaCopied(1, 17));
  }

  private static Migration with(Migration migration, MigrationEvent... facts) {
    for (var fact : facts) {
      var offset = migration.history().size();
      migration =
          migration.with(new LoggedEvent(migration.id(), fact, offset, Instant.EPOCH, "test"));
    }
    return migration;
  }
}
