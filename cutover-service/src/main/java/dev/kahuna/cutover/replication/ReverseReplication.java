package dev.kahuna.cutover.replication;

import dev.kahuna.cutover.database.Connections;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.Database;
import dev.kahuna.database.ReplicationSlot;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.Trust;
import dev.kahuna.secret.Passwords;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Makes the replica follow Aurora. Publication and slot are created on Aurora before its first
 * write, and on the replica a subscription that stays disabled until the forward replication is
 * gone: a window that is undone must carry nothing back, and no change may be replicated in a
 * circle.
 */
public final class ReverseReplication {
  /** Names publication, slot, subscription and the role as which the replica logs in. */
  static final String NAME = ReplicationNames.REVERSE;

  private static final Queries SQL = Queries.of(ReverseReplication.class);
  private static final int VERIFIES_ADDRESSES = 150_000;
  private static final int KNOWS_ORIGINS = 160_000;

  private final CutoverDatabases databases;
  private final Secrets secrets;

  public ReverseReplication(CutoverDatabases databases, Secrets secrets) {
    this.databases = databases;
    this.secrets = secrets;
  }

  public StepOutcome start(Migration migration) throws Exception {
    var password =
        secrets.read(
            secrets.keep(migration.id(), SecretNames.REVERSE_PASSWORD, Passwords::generate));
    try (var servers =
        Connections.open(() -> databases.target(migration), () -> databases.replica(migration))) {
      var aurora = servers.get(0);
      var replica = servers.get(1);
      publish(aurora, password);
      if (!new SubscriptionSwitch(replica, NAME).exists()) {
        subscribe(replica, databases.targetAt(migration), password);
      }
    }
    return StepOutcome.done(
        new ReverseReplicationStarted(
            Leg.TO_AURORA, migration.attempt(AttemptSeries.cutover(Leg.TO_AURORA)), NAME, NAME));
  }

  /** Creates what is missing; the slot last, since it must know the publication. */
  private static void publish(Connection aurora, String password) throws SQLException {
    SQL.run(aurora, "reverse-role");
    // The driver sends a verifier, so the password is in no statement and no server log.
    aurora
        .unwrap(PGConnection.class)
        .alterUserPassword(NAME, password.toCharArray(), "scram-sha-256");
    SQL.run(aurora, "reverse-identity");
    SQL.run(aurora, "reverse-publication");
    SQL.run(aurora, "reverse-slot");
  }

  private static void subscribe(Connection replica, Database aurora, String password)
      throws SQLException {
    if (!(aurora.trust() instanceof Trust.VerifiedBy(var authorities))) {
      throw new Rejected("Aurora's certificate can't be verified from the replica");
    }
    set(replica, "kahuna.authorities", authorities);
    SQL.run(replica, "write-authorities");
    var file = SQL.one(replica, "authorities-file", r -> r.getString(1));
    var version = SQL.one(replica, "server-version", r -> r.getInt(1));
    set(replica, "kahuna.connection", connection(aurora, password, file, version));
    set(replica, "kahuna.options", version >= KNOWS_ORIGINS ? ", origin = none" : "");
    SQL.run(replica, "reverse-subscription");
  }

  /** A libpq connection string. Before 15, libpq can't match a certificate's IP address. */
  private static String connection(Database aurora, String password, String file, int version) {
    var host = aurora.endpoint().host();
    var verifiable = version >= VERIFIES_ADDRESSES || !host.matches("[0-9.]+|.*:.*");
    return ("host=%s port=%d dbname=%s user=%s password=%s sslmode=%s sslrootcert=%s"
            + " connect_timeout=5")
        .formatted(
            host,
            aurora.endpoint().port(),
            quoted(aurora.endpoint().database()),
            NAME,
            quoted(password),
            verifiable ? "verify-full" : "verify-ca",
            quoted(file));
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static void set(Connection replica, String name, String value) throws SQLException {
    SQL.one(replica, "set", r -> r.getString(1), name, value);
  }

  /** From now on the replica applies every change made on Aurora. */
  void enable(Migration migration) throws SQLException {
    try (var replica = databases.replica(migration)) {
      new SubscriptionSwitch(replica, NAME).enable();
    }
  }

  /** The end of the way back. */
  public StepOutcome drop(Migration migration) throws SQLException {
    return remove(migration)
        ? StepOutcome.done(new ReverseReplicationDropped(NAME))
        : StepOutcome.notYet("waiting until the slot on Aurora is idle", Duration.ofMillis(500));
  }

  /** Drops what is left of it; returns whether all of it is gone. */
  public boolean remove(Migration migration) throws SQLException {
    try (var replica = databases.replica(migration)) {
      new SubscriptionSwitch(replica, NAME).drop();
    }
    try (var aurora = databases.target(migration)) {
      if (!ReplicationSlot.drop(aurora, NAME)) {
        return false;
      }
      SQL.run(aurora, "drop-reverse-publication");
      return true;
    }
  }
}
