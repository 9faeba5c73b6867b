package dev.kahuna.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.monitor.replay.ReplaySettings;
import dev.kahuna.monitor.replication.ReplicationSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MonitorSettingsTest {

  @Test
  void settingsHaveTheirNamesAndDefaults() {
    var defaults = settings(Map.of());
    assertThat(defaults.replay()).isEqualTo(new ReplaySettings(32 << 20, 5));
    assertThat(defaults.replication())
        .isEqualTo(new ReplicationSettings(Duration.ofSeconds(1), 5, Duration.ofSeconds(30)));
    assertThat(defaults.volumeReserve()).isEqualTo(10);

    var set =
        settings(
            Map.of(
                "kahuna.monitor.replay-bound", "64MB",
                "kahuna.monitor.heartbeat-bound", "2s",
                "kahuna.monitor.samples", "3",
                "kahuna.monitor.trouble-after", "1m",
                "kahuna.monitor.volume-reserve", "20"));
    assertThat(set.replay()).isEqualTo(new ReplaySettings(64 << 20, 3));
    assertThat(set.replication())
        .isEqualTo(new ReplicationSettings(Duration.ofSeconds(2), 3, Duration.ofMinutes(1)));
    assertThat(set.volumeReserve()).isEqualTo(20);
  }

  @Test
  void allWrongSettingsAreRefusedTogetherByTheirNames() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "kahuna.monitor.replay-bound", "0",
                        "kahuna.monitor.heartbeat-bound", "0s",
                        "kahuna.monitor.samples", "0",
                        "kahuna.monitor.trouble-after", "-1s",
                        "kahuna.monitor.volume-reserve", "100")))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kahuna.monitor.replay-bound is 0B: give a size")
        .hasMessageContaining("kahuna.monitor.heartbeat-bound is PT0S: give a time")
        .hasMessageContaining("kahuna.monitor.samples is 0: give at least 1.")
        .hasMessageContaining("kahuna.monitor.trouble-after is PT-1S: give a time")
        .hasMessageContaining("kahuna.monitor.volume-reserve is 100: give a percentage");
  }

  private static MonitorSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("kahuna.monitor", MonitorSettings.class);
  }
}
