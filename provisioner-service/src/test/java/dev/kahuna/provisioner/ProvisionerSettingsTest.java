package dev.kahuna.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.provisioner.host.ImageSettings;
import dev.kahuna.provisioner.target.TargetSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProvisionerSettingsTest {

  @Test
  void settingsHaveTheirNamesAndDefaults() {
    var defaults = settings(Map.of());
    assertThat(defaults.ssh().port()).isEqualTo(22);
    assertThat(defaults.image().owner()).isEqualTo("099720109477");
    assertThat(defaults.image().ubuntu()).contains("ubuntu-noble-24.04-%s-server");
    assertThat(defaults.target()).isEqualTo(new TargetSettings("kahuna", 7, 0.5, 16));
    assertThat(defaults.recheck()).isEqualTo(Duration.ofSeconds(3));

    var set =
        settings(
            Map.of(
                "kahuna.ssh.port", "2222",
                "kahuna.image.owner", "123456789012",
                "kahuna.image.ubuntu", "ours-%s",
                "kahuna.target.master-username", "admin_of_ours",
                "kahuna.target.backup-retention-days", "35",
                "kahuna.target.min-capacity", "1",
                "kahuna.target.max-capacity", "64",
                "kahuna.recheck", "100ms"));
    assertThat(set.ssh().port()).isEqualTo(2222);
    assertThat(set.image()).isEqualTo(new ImageSettings("123456789012", "ours-%s"));
    assertThat(set.target()).isEqualTo(new TargetSettings("admin_of_ours", 35, 1, 64));
    assertThat(set.recheck()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void allWrongSettingsAreRefusedTogetherByTheirNames() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "kahuna.ssh.port", "70000",
                        "kahuna.image.ubuntu", "ours-%d",
                        "kahuna.target.master-username", "1st",
                        "kahuna.target.backup-retention-days", "36",
                        "kahuna.target.min-capacity", "8",
                        "kahuna.target.max-capacity", "4",
                        "kahuna.recheck", "0s")))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kahuna.ssh.port is 70000: give a port from 1 to 65535.")
        .hasMessageContaining(
            "kahuna.image.ubuntu is 'ours-%d': give an image name that contains %s")
        .hasMessageContaining("kahuna.target.master-username is '1st': give up to 63 letters")
        .hasMessageContaining("kahuna.target.backup-retention-days is 36: give a number from 1")
        .hasMessageContaining("kahuna.target.min-capacity is 8.0: give a number from 0 to")
        .hasMessageContaining("kahuna.recheck is PT0S: give a pause of more than zero");
  }

  private static ProvisionerSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("kahuna", ProvisionerSettings.class);
  }
}
