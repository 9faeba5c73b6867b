package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.settings.InvalidSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CutoverSettingsTest {
  @Test
  void settingsHaveTheirNamesAndDefaults() {
    assertThat(bind(Map.of()).statementTimeout()).isEmpty();
    assertThat(bind(Map.of("kahuna.cutover.statement-timeout", "3s")).statementTimeout())
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("kahuna.cutover.statement-timeout", "0s")))
        .rootCause()
        .isInstanceOf(InvalidSettings.class)
        .hasMessage("Set kahuna.cutover.statement-timeout to more than zero, or remove it.");
  }

  private static CutoverSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("kahuna.cutover", CutoverSettings.class);
  }
}
