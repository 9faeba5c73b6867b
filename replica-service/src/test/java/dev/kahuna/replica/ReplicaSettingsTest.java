package dev.kahuna.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.replica.copy.CopySettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReplicaSettingsTest {

  @Test
  void settingsHaveTheirNamesAndDefaults() {
    var defaults = settings(Map.of());
    assertThat(defaults.ssh().port()).isEqualTo(22);
    assertThat(defaults.walG().url()).startsWith("https://").contains("%s");
    assertThat(List.of(defaults.walG().sha256().amd64(), defaults.walG().sha256().aarch64()))
        .doesNotHaveDuplicates()
        .allMatch(checksum -> checksum.matches("[0-9a-f]{64}"));
    assertThat(defaults.copy()).isEqualTo(new CopySettings(4, 4));
    assertThat(defaults.postgres()).isEmpty();

    var set =
        settings(
            Map.of(
                "kahuna.ssh.port", "2222",
                "kahuna.wal-g.url", "https://mirror.example/wal-g-%s",
                "kahuna.copy.connections", "8",
                "kahuna.copy.indexes", "2",
                "kahuna.postgres.shared_buffers", "8GB"));
    assertThat(set.ssh().port()).isEqualTo(2222);
    assertThat(set.walG().url()).isEqualTo("https://mirror.example/wal-g-%s");
    assertThat(set.copy()).isEqualTo(new CopySettings(8, 2));
    assertThat(set.postgres()).containsEntry("shared_buffers", "8GB");
  }

  @Test
  void allWrongSettingsAreRefusedTogetherByTheirNames() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "kahuna.ssh.port", "0",
                        "kahuna.wal-g.url", "wal-g",
                        "kahuna.wal-g.sha256.amd64", "f305",
                        "kahuna.copy.connections", "0",
                        "kahuna.copy.indexes", "-1",
                        "kahuna.postgres.shared-buffers", "8GB",
                        "kahuna.postgres.work_mem", "4MB\nport = 1")))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kahuna.ssh.port is 0: give a port from 1 to 65535.")
        .hasMessageContaining("kahuna.wal-g.url is 'wal-g': give a URL of the program, with %s")
        .hasMessageContaining("kahuna.wal-g.sha256.amd64 is 'f305': give the 64 digits")
        .hasMessageContaining("kahuna.copy.connections is 0: give at least 1.")
        .hasMessageContaining("kahuna.copy.indexes is -1: give at least 1.")
        .hasMessageContaining("kahuna.postgres.shared-buffers: Postgres has no setting")
        .hasMessageContaining("kahuna.postgres.work_mem has more than one line");
  }

  private static ReplicaSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("kahuna", ReplicaSettings.class);
  }
}
