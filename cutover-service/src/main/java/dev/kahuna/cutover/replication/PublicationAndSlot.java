package dev.kahuna.cutover.replication;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.Queries;
import dev.kahuna.secret.Passwords;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Creates what Aurora will subscribe to, before the first new write: a replica identity for tables
 * that lack one, now or later, the publication, and only then the slot, since a slot that decodes
 * changes from before its publication fails.
 */
public final class PublicationAndSlot {
  /** Names publication, slot and subscription. */
  static final String NAME = ReplicationNames.SLOT;

  /** The role as which Aurora logs in to the replica; not a superuser. */
  static final String ROLE = ReplicationNames.REPLICATION_ROLE;

  private static final Queries SQL = Queries.of(PublicationAndSlot.class);

  private final CutoverDatabases databases;
  private final Secrets secrets;

  public PublicationAndSlot(CutoverDatabases databases, Secrets secrets) {
    this.databases = databases;
    this.secrets = secrets;
  }

  public StepOutcome run(Migration migration) throws SQLException {
    var password = password(migration);
    try (var replica = databases.replica(migration)) {
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA));
      return create(replica, password)
          .map(
              at ->
                  StepOutcome.done(
                      new SlotCreated(
                          Leg.TO_REPLICA,
                          attempt,
                          migration.attempt(AttemptSeries.COPY),
                          NAME,
                          NAME,
                          at)))
          .orElseGet(
              () ->
                  StepOutcome.notYet(
                      "waiting for the slot's consistent point", Duration.ofMillis(50)));
    }
  }

  /** The password of the role as which Aurora logs in. */
  public String password(Migration migration) {
    return secrets.read(
        secrets.keep(migration.id(), SecretNames.REPLICATION_PASSWORD, Passwords::generate));
  }

  /**
   * Creates what is missing.
   *
   * @return the slot's consistent point; empty while a session of an earlier run still creates it
   */
  public static Optional<Lsn> create(Connection replica, String password) throws SQLException {
    SQL.run(replica, "kahuna-schema");
    SQL.run(replica, "replication-role");
    // The driver sends a verifier, so the password is in no statement and no server log.
    replica
        .unwrap(PGConnection.class)
        .alterUserPassword(ROLE, password.toCharArray(), "scram-sha-256");
    SQL.run(replica, "replica-identity");
    SQL.run(replica, "identity-of-later-tables");
    SQL.run(replica, "publication");
    SQL.run(replica, "publish-later-tables");
    var existing = SQL.list(replica, "find-slot", r -> Optional.ofNullable(r.getString(1)));
    var point =
        existing.isEmpty()
            ? Optional.of(SQL.one(replica, "create-slot", r -> r.getString(1)))
            : existing.getFirst();
    return point.map(Lsn::parse);
  }
}
