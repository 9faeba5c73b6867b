package dev.kahuna.standin.heroku.app;

import java.time.Instant;
import java.util.UUID;

/**
 * A Heroku Postgres database. Apps reach it through attachments; one app pays for it and must keep
 * one attachment at least.
 *
 * @param url what the attachments' config vars hold
 * @param billingApp the name of the app that pays
 */
public record Addon(UUID id, String name, String url, String billingApp, Instant createdAt) {
  @Override
  public String toString() {
    return name;
  }
}
