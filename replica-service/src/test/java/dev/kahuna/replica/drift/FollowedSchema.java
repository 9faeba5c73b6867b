package dev.kahuna.replica.drift;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Examples;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPasswords;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A promoted replica of 15, on which the app lives, and an Aurora of 17 that follows it. The app's
 * role owns the schema on both; Aurora's master user is no superuser.
 */
public final class FollowedSchema implements AutoCloseable {
  final TestPostgres replica;
  final TestPostgres target;
  public final CopyEndpoints endpoints;
  private final SecretsManagerStandIn vault = new SecretsManagerStandIn();
  private Migration migration = Migration.of("shop-2026");

  public FollowedSchema(String... schema) throws Exception {
    var starting =
        CompletableFuture.supplyAsync(
            () -> TestPostgres.of(17).set("wal_retrieve_retry_interval", "100ms").start());
    replica = TestPostgres.of(15).set("wal_level", "logical").start();
    target = starting.join();
    vault.put("target", "{\"username\":\"master\",\"password\":\"master-secret\"}");
    vault.put("identity", ((Credentials.ClientCertificate) replica.credentials()).pem());
    vault.put("url", "postgres://app:app@127.0.0.1:%d/shop".formatted(replica.endpoint().port()));
    var secrets = new Secrets(vault::client);
    endpoints =
        new CopyEndpoints(
            new MigrationDatabases(secrets, Optional.of(target.data().resolveSibling("ca.crt"))),
            secrets);
    know(facts());
    replica.execute("CREATE ROLE app LOGIN PASSWORD 'app'", "CREATE DATABASE shop OWNER app");
    target.execute(
        "CREATE ROLE master LOGIN CREATEROLE " + TestPasswords.stored("master-secret"),
        "GRANT pg_create_subscription TO master",
        "CREATE ROLE app LOGIN " + TestPasswords.stored(endpoints.owner(migration).password()),
        "GRANT app TO master",
        "CREATE DATABASE shop OWNER master",
        "GRANT ALL ON DATABASE shop TO app");
    onTarget("GRANT ALL ON SCHEMA public TO app");
    onReplica(schema);
    try (var owner = endpoints.targetAsOwner(migration)) {
      execute(owner, schema);
    }
    follow();
  }

  private void follow() throws SQLException {
    var kahuna =
        new String[] {
          "CREATE SCHEMA kahuna",
          "CREATE TABLE kahuna.fence (id text PRIMARY KEY, written_at timestamptz NOT NULL)"
        };
    onReplica(kahuna);
    onTarget(kahuna);
    try (var superuser = superuser()) {
      execute(
          superuser,
          "CREATE ROLE kahuna_replication LOGIN REPLICATION PASSWORD 'replication'",
          "GRANT CONNECT ON DATABASE shop TO kahuna_replication",
          "CREATE PUBLICATION kahuna FOR ALL TABLES",
          "SELECT pg_create_logical_replication_slot('kahuna', 'pgoutput')");
    }
    onTarget(
        ("CREATE SUBSCRIPTION kahuna CONNECTION 'host=127.0.0.1 port=%d dbname=shop"
                + " user=kahuna_replication password=replication sslmode=require' PUBLICATION kahuna"
                + " WITH (copy_data = false, create_slot = false, slot_name = kahuna)")
            .formatted(replica.endpoint().port()));
  }

  private MigrationEvent[] facts() {
    var at = target.endpoint();
    return new MigrationEvent[] {
      new MigrationRequested(Examples.request()),
      new HostLaunched(
          HostRole.REPLICA,
          "i-1",
          "vol-1",
          "127.0.0.1",
          "127.0.0.1",
          "ubuntu",
          SecretRef.aws("ssh"),
          List.of()),
      new HostPrepared(
          HostRole.REPLICA, replica.certificates().server(), SecretRef.aws("identity")),
      new ReplicaStarted(1, 15, replica.endpoint().port()),
      new TargetCreated(1, "kahuna", "17.7", at.host(), at.port(), "shop", SecretRef.aws("target")),
      new ReplicaChecked("shop", "app", 1, 1, 0, List.of(), List.of(), List.of(), List.of()),
      new CutoverPrepared(Leg.TO_REPLICA, 1, List.of(), SecretRef.aws("url"), List.of()),
      new SlotCreated(Leg.TO_REPLICA, 1, 1, "kahuna", "kahuna", new Lsn(1)),
      new SubscriptionStarted(1, "kahuna", "kahuna")
    };
  }

  public Migration migration() {
    return migration;
  }

  void know(MigrationEvent... facts) {
    for (var fact : facts) {
      var offset = migration.history().size();
      migration =
          migration.with(new LoggedEvent(migration.id(), fact, offset, Instant.EPOCH, "test"));
    }
  }

  private Connection superuser() throws SQLException {
    return Databases.open(
        replica.endpoint().withDatabase("shop"),
        replica.credentials(),
        replica.trust(),
        PostgresOptions.of("test"));
  }

  /** As the app. */
  public void onReplica(String... statements) throws SQLException {
    try (var session = superuser()) {
      execute(session, "SET ROLE app");
      execute(session, statements);
    }
  }

  /** As the master user. */
  public void onTarget(String... statements) throws SQLException {
    try (var session = endpoints.target(migration)) {
      execute(session, "SET search_path = public");
      execute(session, statements);
    }
  }

  /** What Aurora answers. */
  public String askTarget(String sql) throws SQLException {
    try (var session = endpoints.target(migration);
        var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private static void execute(Connection session, String... statements) throws SQLException {
    try (var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() {
    target.close();
    replica.close();
    vault.close();
  }
}
