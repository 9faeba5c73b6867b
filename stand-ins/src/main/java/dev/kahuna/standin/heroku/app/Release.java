package dev.kahuna.standin.heroku.app;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What dynos run: the app's code with one state of its config.
 *
 * @param ownVars the config vars that no attachment owns; a rollback brings these back
 * @param config all config vars, attachments' included
 */
public record Release(
    UUID id,
    int version,
    String description,
    Status status,
    Map<String, String> ownVars,
    Map<String, String> config,
    Instant createdAt,
    Instant updatedAt) {

  /** Pending while the release phase runs. */
  public enum Status {
    PENDING,
    SUCCEEDED,
    FAILED
  }

  Release ended(Status outcome, Instant at) {
    return new Release(id, version, description, outcome, ownVars, config, createdAt, at);
  }

  /** Without the config, which holds passwords. */
  @Override
  public String toString() {
    return "v" + version + " " + description;
  }
}
