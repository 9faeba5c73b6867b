package dev.kahuna.provisioner.preflight;

import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.heroku.HerokuRejected;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.secret.Secrets;
import java.util.Optional;

/** Where the first app finds its database. */
final class SourceUrl {
  private SourceUrl() {}

  /** Empty when there is no such URL; the check of the apps reports that. */
  static Optional<PostgresUrl> of(HerokuPlatform heroku, Secrets secrets, Source source)
      throws InterruptedException {
    try {
      var vars = heroku.account(secrets.read(source.token())).configVars(source.apps().getFirst());
      return Optional.ofNullable(vars.get(source.configVar())).map(PostgresUrl::parse);
    } catch (HerokuRejected | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
