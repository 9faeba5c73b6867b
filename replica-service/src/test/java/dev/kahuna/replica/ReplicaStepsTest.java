package dev.kahuna.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import dev.kahuna.step.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReplicaStepsTest {

  @Test
  void theStepsAreInTheRunbooksOrder() throws Exception {
    try (var secretsManager = new SecretsManagerStandIn()) {
      var secrets = new Secrets(secretsManager::client);
      var saga =
          new ReplicaSteps(
                  new Binder(new MapConfigurationPropertySource(Map.of()))
                      .bindOrCreate("kahuna", ReplicaSettings.class),
                  secrets,
                  new MigrationDatabases(secrets, Optional.empty()),
                  (migration, sample) -> {},
                  new SimpleMeterRegistry(),
                  Clock.systemUTC())
              .saga();
      assertThat(saga.steps())
          .extracting(Step::name)
          .containsExactly(
              "prepare-replica-host",
              "prepare-standby-host",
              "restore-base-backup",
              "start-replica",
              "start-standby",
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
  }
}
