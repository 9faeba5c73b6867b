package dev.kahuna.settings;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings that all services share.
 *
 * @param heroku the Platform API of Heroku
 * @param targetAuthorities PEM file with the certificate authorities of Aurora; AWS publishes it as
 *     {@code global-bundle.pem}. Without it, no service can connect to Aurora.
 */
@ConfigurationProperties("kahuna")
public record KahunaSettings(@DefaultValue Heroku heroku, Optional<File> targetAuthorities) {
  /** Treats an empty value as unset, and refuses a file that can't be read. */
  public KahunaSettings {
    targetAuthorities = targetAuthorities.filter(file -> !file.getPath().isBlank());
    new SettingsCheck()
        .require(
            targetAuthorities.map(File::canRead).orElse(true),
            "Set kahuna.target-authorities (KAHUNA_TARGET_AUTHORITIES) to a file that this service"
                + " can read; it can't read "
                + targetAuthorities.map(File::getPath).orElse("")
                + ".")
        .done();
  }

  /** The file with the certificate authorities of Aurora, if it is set. */
  public Optional<Path> authorities() {
    return targetAuthorities.map(File::toPath);
  }

  /**
   * The Platform API of Heroku.
   *
   * @param url address of the API, without a path
   * @param timeout how long one call may take, from connecting to the last byte of the answer; at
   *     most two thirds of Kafka's session time-out. Unset: two thirds of it, but at most 4 s.
   */
  public record Heroku(
      @DefaultValue("https://api.heroku.com") URI url, Optional<Duration> timeout) {
    /** Refuses an invalid address, and a time-out that no call could meet. */
    public Heroku {
      new SettingsCheck()
          .require(
              "https".equals(url.getScheme()) || "http".equals(url.getScheme()),
              "Set kahuna.heroku.url (KAHUNA_HEROKU_URL) to an http or https address; it is %s."
                  .formatted(url))
          .require(
              timeout.map(Duration::isPositive).orElse(true),
              "Set kahuna.heroku.timeout to more than zero, or remove it.")
          .done();
    }
  }
}
