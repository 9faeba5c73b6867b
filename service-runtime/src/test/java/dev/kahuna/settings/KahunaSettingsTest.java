package dev.kahuna.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class KahunaSettingsTest {
  @Test
  void settingsHaveTheirNamesAndDefaults() {
    var defaults = bind(Map.of());
    assertThat(defaults.heroku().url()).isEqualTo(URI.create("https://api.heroku.com"));
    assertThat(defaults.heroku().timeout()).isEmpty();
    assertThat(defaults.authorities()).isEmpty();

    var set =
        bind(
            Map.of(
                "kahuna.heroku.url", "http://127.0.0.1:5000",
                "kahuna.heroku.timeout", "3s",
                "kahuna.target-authorities", "pom.xml"));
    assertThat(set.heroku().url()).isEqualTo(URI.create("http://127.0.0.1:5000"));
    assertThat(set.heroku().timeout()).contains(Duration.ofSeconds(3));
    assertThat(set.authorities()).contains(Path.of("pom.xml"));
  }

  @Test
  void anEmptyFileNameIsNone() {
    assertThat(bind(Map.of("kahuna.target-authorities", "")).authorities()).isEmpty();
  }

  @Test
  void wrongOnesAreReportedTogether() {
    assertThatThrownBy(
            () ->
                bind(Map.of("kahuna.heroku.url", "api.heroku.com", "kahuna.heroku.timeout", "0s")))
        .rootCause()
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            wrong ->
                assertThat(wrong.sentences())
                    .containsExactly(
                        "Set kahuna.heroku.url (KAHUNA_HEROKU_URL) to an http or https address; it is"
                            + " api.heroku.com.",
                        "Set kahuna.heroku.timeout to more than zero, or remove it."));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("kahuna.target-authorities", "/nowhere/rds.pem")))
        .rootCause()
        .isInstanceOf(InvalidSettings.class)
        .hasMessageEndingWith("it can't read /nowhere/rds.pem.");
  }

  private static KahunaSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("kahuna", KahunaSettings.class);
  }
}
