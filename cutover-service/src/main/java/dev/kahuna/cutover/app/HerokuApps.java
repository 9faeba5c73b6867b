package dev.kahuna.cutover.app;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.util.List;
import java.util.Optional;

/** The apps of a migration. */
public class HerokuApps {
  private final HerokuPlatform platform;
  private final Secrets secrets;

  public HerokuApps(HerokuPlatform platform, Secrets secrets) {
    this.platform = platform;
    this.secrets = secrets;
  }

  /** The apps as they were saved before this leg. */
  public List<App> of(Migration migration, Leg leg) {
    var api = api(migration);
    return migration.get(CutoverPrepared.class, leg).apps().stream()
        .map(saved -> new App(api, saved, secrets))
        .toList();
  }

  /** The URL of the database that the first app uses now. */
  public PostgresUrl currentUrl(Migration migration) throws InterruptedException {
    var config = config(migration, api(migration), migration.request().source().apps().getFirst());
    return PostgresUrl.parse(requireValue(config));
  }

  /** Finds an app that can't be moved yet because some of its dynos are not up. */
  public static Optional<String> notRunning(Migration migration, HerokuApi api)
      throws InterruptedException {
    for (var name : migration.request().source().apps()) {
      var processes = new AppProcesses(api, name);
      if (processes.running(processes.scaledUp()).isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The API with the migration's token. */
  public HerokuApi api(Migration migration) {
    return platform.account(secrets.read(migration.request().source().token()));
  }

  static AppConfig config(Migration migration, HerokuApi api, String app) {
    return new AppConfig(api, app, migration.request().source().configVar());
  }

  static String requireValue(AppConfig config) throws InterruptedException {
    return config
        .value()
        .orElseThrow(
            () ->
                new Rejected(
                    "The app %s has no config var %s".formatted(config.app(), config.configVar())));
  }
}
