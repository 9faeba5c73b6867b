package dev.kahuna.monitor.watch;

import com.sun.net.httpserver.HttpServer;
import dev.kahuna.database.MigrationDatabases;
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
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.TestPasswords;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The databases of a migration as real servers: Heroku's on 15, a replica that streams from it (and
 * can be promoted), a standby of that, and a target on 17 with a master user who is no superuser.
 * Beside them the config of the Heroku app and the secrets.
 */
public final class TestSites implements AutoCloseable {

  public static final String MIGRATION = "shop-2026";

  public final TestPostgres heroku;
  public final TestPostgres replica;
  public final TestPostgres standby;
  public final TestPostgres target;
  public final SecretsManagerStandIn vault = new SecretsManagerStandIn();
  private final HttpServer platform;

  public TestSites() throws IOException {
    var startingTarget = CompletableFuture.supplyAsync(TestSites::startTarget);
    heroku = TestPostgres.of(15).set("wal_level", "logical").start();
    heroku.execute(
        "CREATE ROLE app LOGIN " + TestPasswords.stored("app"),
        "CREATE TABLE item (id int PRIMARY KEY, name text)");
    replica = TestPostgres.of(15).following(heroku).set("wal_level", "logical").start();
    standby = TestPostgres.of(15).following(replica).start();
    target = startingTarget.join();
    vault.put("target", "{\"username\":\"master\",\"password\":\"master-secret\"}");
    vault.put("identity", ((Credentials.ClientCertificate) replica.credentials()).pem());
    vault.put("standby", ((Credentials.ClientCertificate) standby.credentials()).pem());
    vault.put("token", "heroku-token");
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    platform.createContext(
        "/apps/shop/config-vars",
        exchange -> {
          try (exchange) {
            var url =
                new PostgresUrl(heroku.endpoint(), new Credentials.Password("app", "app")).format();
            var body = "{\"DATABASE_URL\":\"%s\"}".formatted(url).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    platform.start();
  }

  private static TestPostgres startTarget() {
    var server =
        TestPostgres.of(17)
            .set("wal_retrieve_retry_interval", "200ms")
            .set("max_logical_replication_workers", "4")
            .start();
    server.execute(
        "CREATE ROLE master LOGIN " + TestPasswords.stored("master-secret"),
        "GRANT pg_create_subscription TO master",
        "CREATE DATABASE shop OWNER master");
    return server;
  }

  public URI platformUrl() {
    return URI.create("http://127.0.0.1:" + platform.getAddress().getPort());
  }

  public Secrets secrets() {
    return new Secrets(vault::client);
  }

  /** A file that holds the authority of the target's certificate. */
  public Path targetAuthorities() {
    return target.data().resolveSibling("ca.crt");
  }

  public MigrationDatabases databases() {
    return new MigrationDatabases(secrets(), Optional.of(targetAuthorities()));
  }

  /** The facts up to a replica that replays. */
  public List<MigrationEvent> factsOfReplay() {
    var example = Examples.request();
    var source = example.source();
    var request =
        new MigrationRequest(
            new MigrationRequest.Source(
                source.apps(), source.configVar(), SecretRef.aws("token"), source.version()),
            example.archive(),
            example.replica(),
            example.target(),
            example.cutover());
    return List.of(
        new MigrationRequested(request),
        launched(HostRole.REPLICA, replica),
        launched(HostRole.STANDBY, standby),
        new HostPrepared(
            HostRole.REPLICA, replica.certificates().server(), SecretRef.aws("identity")),
        new HostPrepared(
            HostRole.STANDBY, standby.certificates().server(), SecretRef.aws("standby")),
        new ReplicaStarted(1, 15, replica.endpoint().port()),
        new StandbyStarted(1, standby.endpoint().port()));
  }

  private static HostLaunched launched(HostRole role, TestPostgres server) {
    var address = server.endpoint().host();
    return new HostLaunched(
        role, "i-1", "vol-1", address, address, "ubuntu", SecretRef.aws("ssh"), List.of());
  }

  /** The further facts up to a subscription. */
  public List<MigrationEvent> factsOfReplication() {
    var endpoint = target.endpoint();
    return List.of(
        new TargetCreated(
            1, "kahuna", "17.7", endpoint.host(), endpoint.port(), "shop", SecretRef.aws("target")),
        new SlotCreated(Leg.TO_REPLICA, 1, 1, "kahuna", "kahuna", new Lsn(1)),
        new SubscriptionStarted(1, "kahuna", "kahuna"));
  }

  public static Migration fold(Migration migration, List<? extends MigrationEvent> facts) {
    var folded = migration;
    for (var fact : facts) {
      var offset = folded.history().size();
      folded = folded.with(new LoggedEvent(MIGRATION, fact, offset, Instant.now(), "test"));
    }
    return folded;
  }

  /** What the first cutover and the copy leave behind, without data. */
  public void promoteAndSubscribe() {
    replica.execute(
        "SELECT pg_promote()",
        "CREATE SCHEMA kahuna",
        "CREATE TABLE kahuna.heartbeat (id int PRIMARY KEY, sent_at timestamptz NOT NULL)",
        "CREATE ROLE kahuna_replication LOGIN REPLICATION PASSWORD 'replication'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public, kahuna TO kahuna_replication",
        "GRANT USAGE ON SCHEMA kahuna TO kahuna_replication",
        "CREATE PUBLICATION kahuna FOR ALL TABLES",
        "SELECT pg_create_logical_replication_slot('kahuna', 'pgoutput')");
    onTarget(
        "CREATE SCHEMA kahuna",
        "CREATE TABLE kahuna.heartbeat (id int PRIMARY KEY, sent_at timestamptz NOT NULL)",
        "CREATE TABLE item (id int PRIMARY KEY, name text)",
        """
        CREATE SUBSCRIPTION kahuna
        CONNECTION 'host=127.0.0.1 port=%d dbname=postgres user=kahuna_replication \
        password=replication sslmode=require'
        PUBLICATION kahuna WITH (copy_data = false, create_slot = false, slot_name = 'kahuna')
        """
            .formatted(replica.endpoint().port()));
  }

  public void onTarget(String... statements) {
    var migration = fold(fold(Migration.of(MIGRATION), factsOfReplay()), factsOfReplication());
    try (var connection = databases().target(migration).open(PostgresOptions.of("test"));
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    platform.stop(0);
    vault.close();
    target.close();
    standby.close();
    replica.close();
    heroku.close();
  }
}
