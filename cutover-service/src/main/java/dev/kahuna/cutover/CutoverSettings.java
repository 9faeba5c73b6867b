package dev.kahuna.cutover;

import dev.kahuna.settings.SettingsCheck;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of cutover-service.
 *
 * @param statementTimeout how long one statement may run inside a window, at the server; at most
 *     two thirds of Kafka's session time-out. Unset: two thirds of it, but at most 4 s.
 */
@ConfigurationProperties("kahuna.cutover")
public record CutoverSettings(Optional<Duration> statementTimeout) {
  /** Refuses a limit within which no statement could end. */
  public CutoverSettings {
    new SettingsCheck()
        .require(
            statementTimeout.map(Duration::isPositive).orElse(true),
            "Set kahuna.cutover.statement-timeout to more than zero, or remove it.")
        .done();
  }
}
