package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Attachment;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the state of the apps before a window: the source of their database URL, and their dynos.
 */
public final class SaveApps {
  private static final Logger LOG = LoggerFactory.getLogger(SaveApps.class);

  private final Secrets secrets;

  public SaveApps(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Changes nothing on Heroku. */
  public List<SavedApp> save(Migration migration, Leg leg, HerokuApi api) throws Exception {
    return Parallel.map(migration.request().source().apps(), app -> save(migration, leg, api, app));
  }

  private SavedApp save(Migration migration, Leg leg, HerokuApi api, String app)
      throws InterruptedException {
    var config = HerokuApps.config(migration, api, app);
    var value = HerokuApps.requireValue(config);
    var owner = config.owner();
    var formation = new AppProcesses(api, app).formation();
    if (formation.containsKey("release")) {
      LOG.info("{} {} has a release phase, which runs inside the window", migration, app);
    }
    return new SavedApp(
        app,
        config.configVar(),
        secrets.put(migration.id(), SecretNames.oldUrl(leg, app), value),
        owner.map(Attachment::id).orElse(""),
        owner.map(Attachment::addon).orElse(""),
        formation);
  }

  /**
   * The URL of the one database that all of them use.
   *
   * @throws Rejected if they use several, or log in as several roles
   */
  public PostgresUrl sharedUrl(List<SavedApp> saved) {
    var urls = saved.stream().map(app -> PostgresUrl.parse(secrets.read(app.oldValue()))).toList();
    if (urls.stream().map(PostgresUrl::endpoint).distinct().count() > 1) {
      throw new Rejected(
          "The apps do not share one database: "
              + saved.stream().map(SavedApp::name).collect(Collectors.joining(", ")));
    }
    var roles = urls.stream().map(url -> url.credentials().user()).distinct().toList();
    if (roles.size() > 1) {
      throw new Rejected(
          "The apps use the database as different roles (%s), and would all get the URL of one. Attach the default credential to each of them, then retry."
              .formatted(String.join(", ", roles)));
    }
    return urls.getFirst();
  }
}
