package dev.kahuna.cutover.window;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.Credentials.Password;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;

/** The URL of the new database that the apps will get in a leg. */
record NewDatabaseUrl(Secrets secrets) {
  /**
   * Builds the URL from facts and secrets alone.
   *
   * @param old URL of the database that the apps use now
   */
  PostgresUrl of(Migration migration, Leg leg, PostgresUrl old) {
    return switch (leg) {
      case TO_REPLICA -> ofReplica(migration, old);
      case TO_AURORA -> ofAurora(migration, old);
      case BACK_TO_REPLICA ->
          PostgresUrl.parse(
              secrets.read(migration.get(CutoverPrepared.class, Leg.TO_REPLICA).newUrl()));
    };
  }

  /** Database, user and password came with the WAL. */
  private static PostgresUrl ofReplica(Migration migration, PostgresUrl heroku) {
    return new PostgresUrl(
        new PostgresEndpoint(
            migration.get(HostLaunched.class, HostRole.REPLICA).publicAddress(),
            migration.get(ReplicaStarted.class).port(),
            heroku.endpoint().database()),
        heroku.credentials());
  }

  private PostgresUrl ofAurora(Migration migration, PostgresUrl replica) {
    var target = migration.get(TargetCreated.class);
    var password = secrets.read(SecretNames.reference(migration.id(), SecretNames.APP_PASSWORD));
    return new PostgresUrl(
        new PostgresEndpoint(target.host(), target.port(), target.database()),
        new Password(replica.credentials().user(), password));
  }
}
