package dev.kahuna.cutover.app;

import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.migration.Migration;

/**
 * Attaches Heroku's database to its app under a second name. The last attachment of an add-on can't
 * be detached, so without a second one the window could not detach the first. Attaching makes a
 * release, so it is done before the window.
 */
public final class SecondAttachment {
  private static final String NAME = "KAHUNA_SOURCE";

  private SecondAttachment() {}

  /** For each app that owns its database; does nothing where there are two names already. */
  public static void attach(Migration migration, HerokuApi api) throws InterruptedException {
    for (var app : migration.request().source().apps()) {
      attach(api, HerokuApps.config(migration, api, app));
    }
  }

  private static void attach(HerokuApi api, AppConfig config) throws InterruptedException {
    var attachments = api.attachments(config.app());
    var owner = attachments.stream().filter(config::isOwner).findFirst();
    if (owner.isEmpty() || !owner.get().billingApp().equals(config.app())) {
      return;
    }
    var addon = owner.get().addonId();
    if (attachments.stream().filter(a -> a.addonId().equals(addon)).count() == 1) {
      api.attach(config.app(), owner.get().addon(), NAME);
    }
  }
}
