package dev.kahuna.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import dev.kahuna.step.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReplicaStepsTest {

  @Test
  void theStepsStandInTheRunbooksOrder() throws Exception {
    try (var secretsManager = new SecretsManagerStandIn()) {
      var saga =
          ReplicaSteps.steps(
              new Secrets(secretsManager::client),
              Clock.systemUTC(),
              settings(Map.of()),
              (migration, sample) -> {},
              new SimpleMeterRegistry());
      assertThat(saga.steps())
          .extracting(Step::name)
          .containsExactly(
              "prepare-replica-host",
              "prepare-standby-host",
              "restore-base-backup",
              "start-replica",
              "start-standby",
              "copy-schema",
              "copy-data",
              "copy-by-subscription",
              "build-indexes",
              "start-subscription",
              "thaw-standby");
    }
  }

  @Test
  void settingsHaveTheirNamesAndDefaults() {
    var defaults = settings(Map.of());
    assertThat(defaults.ssh().port()).isEqualTo(22);
    assertThat(defaults.walG().url()).startsWith("https://").contains("%s");
    assertThat(List.of(defaults.walG().sha256().amd64(), defaults.walG().sha256().aarch64()))
        .doesNotHaveDuplicates()
        .allMatch(checksum -> checksum.matches("[0-9a-f]{64}"));
    assertThat(defaults.copy()).isEqualTo(new ReplicaSettings.Copy(4, 4));
    assertThat(defaults.targetAuthorities()).isEmpty();
    assertThat(defaults.postgres()).isEmpty();

    var set =
        settings(
            Map.of(
                "kahuna.ssh.port", "2222",
                "kahuna.target-authorities", "/etc/rds.pem",
                "kahuna.copy.connections", "8",
                "kahuna.postgres.shared_buffers", "8GB"));
    assertThat(set.ssh().port()).isEqualTo(2222);
    assertThat(set.targetAuthorities()).isEqualTo("/etc/rds.pem");
    assertThat(set.copy().connections()).isEqualTo(8);
    assertThat(set.postgres()).containsEntry("shared_buffers", "8GB");
  }

  private static ReplicaSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("kahuna", ReplicaSettings.class);
  }
}
