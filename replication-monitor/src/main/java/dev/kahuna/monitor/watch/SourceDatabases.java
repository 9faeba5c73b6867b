package dev.kahuna.monitor.watch;

import dev.kahuna.database.Database;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import java.util.Optional;

/**
 * Opens Heroku's database by the URL in the app's config. Once a cutover is prepared, it uses the
 * URL that was saved then, since the app's own will change.
 */
public final class SourceDatabases {

  private final HerokuPlatform heroku;
  private final Secrets secrets;

  public SourceDatabases(HerokuPlatform heroku, Secrets secrets) {
    this.heroku = heroku;
    this.secrets = secrets;
  }

  public Database of(Migration migration) throws InterruptedException {
    var saved =
        migration
            .find(CutoverPrepared.class, Leg.TO_REPLICA.name())
            .flatMap(prepared -> prepared.apps().stream().findFirst())
            .map(app -> secrets.read(app.oldValue()));
    return Database.onHeroku(PostgresUrl.parse(saved.isPresent() ? saved.get() : ask(migration)));
  }

  private String ask(Migration migration) throws InterruptedException {
    var source = migration.request().source();
    var app = source.apps().getFirst();
    var config = heroku.account(secrets.read(source.token())).configVars(app);
    return Optional.ofNullable(config.get(source.configVar()))
        .orElseThrow(
            () -> new Rejected("App %s has no config var %s".formatted(app, source.configVar())));
  }
}
