package dev.kahuna.cutover;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of cutover-service.
 *
 * @param targetAuthorities PEM file of the authorities that issue Aurora's certificates
 */
@ConfigurationProperties("kahuna")
public record CutoverSettings(Heroku heroku, @DefaultValue("") String targetAuthorities) {
  /** The file, if it is set. */
  public Optional<Path> authorities() {
    return Optional.of(targetAuthorities).filter(file -> !file.isBlank()).map(Path::of);
  }

  /**
   * The Platform API.
   *
   * @param timeout of one call; at most two thirds of the session time-out in Kafka, after which
   *     another instance may act
   */
  public record Heroku(URI url, @DefaultValue("4s") Duration timeout) {}
}
