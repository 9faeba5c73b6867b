package dev.kahuna.replica.host;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Trust;
import dev.kahuna.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Sessions of the superuser on the Postgres servers of the two hosts. */
public record HostDatabases(Secrets secrets) {
  /** Where Postgres listens on the hosts. */
  public static final int PORT = 5432;

  /** The role that the client certificate logs in as. */
  public static final String SUPERUSER = "postgres";

  private static final String MAINTENANCE_DATABASE = "postgres";

  /** A session in the database that every server has. */
  public Connection open(Migration migration, HostRole role) throws SQLException {
    return open(migration, role, MAINTENANCE_DATABASE, Duration.ofSeconds(30));
  }

  /**
   * @param answer how long the server may be silent
   */
  public Connection open(Migration migration, HostRole role, String database, Duration answer)
      throws SQLException {
    var host = migration.get(HostLaunched.class, role);
    var prepared = migration.get(HostPrepared.class, role);
    return Databases.open(
        new PostgresEndpoint(host.address(), PORT, database),
        new Credentials.ClientCertificate(SUPERUSER, secrets.read(prepared.clientIdentity())),
        new Trust.Pinned(prepared.certificate()),
        PostgresOptions.of("replica").answeringWithin(answer));
  }
}
