package dev.kahuna.database;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.Trust;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Kahuna's own access to the servers of a migration. Reads secrets again at each call; throws
 * {@link dev.kahuna.secret.SecretUnavailable} when it can't get one.
 */
public final class MigrationDatabases {

  private static final String SUPERUSER = "postgres";

  private final Secrets secrets;
  private final Optional<Path> targetAuthorities;

  /**
   * @param targetAuthorities PEM file of the authorities that issue Aurora's certificates: the
   *     {@code global-bundle.pem} of RDS
   */
  public MigrationDatabases(Secrets secrets, Optional<Path> targetAuthorities) {
    this.secrets = secrets;
    this.targetAuthorities = targetAuthorities;
  }

  /** The replica as superuser, in the database {@code postgres}; in recovery until promoted. */
  public Database replica(Migration migration) {
    return onHost(migration, HostRole.REPLICA, migration.get(ReplicaStarted.class).port());
  }

  /** The standby as superuser, in the database {@code postgres}; always in recovery. */
  public Database standby(Migration migration) {
    return onHost(migration, HostRole.STANDBY, migration.get(StandbyStarted.class).port());
  }

  /** Aurora's writer as its master user, in the database that the app will use. */
  public Database target(Migration migration) {
    var target = migration.get(TargetCreated.class);
    return new Database(
        new PostgresEndpoint(target.host(), target.port(), target.database()),
        new Credentials.Password(
            field(target.masterSecret(), "username"), field(target.masterSecret(), "password")),
        new Trust.VerifiedBy(authorities()),
        true);
  }

  private Database onHost(Migration migration, HostRole role, int port) {
    var prepared = migration.get(HostPrepared.class, role);
    return new Database(
        new PostgresEndpoint(migration.get(HostLaunched.class, role).address(), port, SUPERUSER),
        new Credentials.ClientCertificate(SUPERUSER, secrets.read(prepared.clientIdentity())),
        new Trust.Pinned(prepared.certificate()));
  }

  private String field(SecretRef secret, String name) {
    return secrets.read(new SecretRef(secret.value() + "#" + name));
  }

  private String authorities() {
    var file =
        targetAuthorities.orElseThrow(
            () ->
                new Rejected(
                    "Set kahuna.target-authorities (KAHUNA_TARGET_AUTHORITIES) to the file with"
                        + " RDS' certificate authorities; AWS publishes it as global-bundle.pem"));
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Rejected("The file of RDS' certificate authorities can't be read: " + file, e);
    }
  }
}
