package dev.kahuna.standin.heroku.app;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An add-on under a name in an app; it owns the config var {@code <name>_URL}.
 *
 * @param namespace such as {@code connection-pooling:default}
 */
public record Attachment(
    UUID id, String name, Addon addon, String app, Optional<String> namespace, Instant createdAt) {

  public String configVar() {
    return name + "_URL";
  }
}
