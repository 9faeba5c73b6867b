package dev.kahuna.cutover;

import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.breakglass.BreakGlass;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.Examples;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.Credentials.ClientCertificate;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPasswords;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Cutovers;
import dev.kahuna.request.MigrationRequest.Policy;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.SecretRef;
import dev.kahuna.schema.SchemaFingerprint;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import dev.kahuna.standin.heroku.Heroku;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.process.ChildProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** An app on Heroku with a replica of its database, a standby, and an empty target. */
final class CutoverTestbed implements AutoCloseable {
  final TestPostgres source;
  final TestPostgres replica;
  final TestPostgres standby;
  final TestPostgres target;
  final ChildProcesses children;
  final Heroku heroku;
  final HerokuApp shop;
  final SecretsManagerStandIn secrets = new SecretsManagerStandIn();
  final MovableClock clock = new MovableClock();
  final SagaByHand saga;

  final Optional<BreakablePaths> paths;

  private final AppHost appHost = new AppHost();
  private final Path directory;
  private final List<String> apps;
  private final MigrationRequest example;

  CutoverTestbed(Path directory) throws Exception {
    this(directory, List.of("shop"));
  }

  /** A migration without a standby. */
  static CutoverTestbed withoutStandby(Path directory) throws Exception {
    return new CutoverTestbed(directory, List.of("shop"), Examples.requestWithoutStandby());
  }

  /**
   * @param apps share one database; the first pays for it, and is {@link #shop}
   */
  CutoverTestbed(Path directory, List<String> apps) throws Exception {
    this(directory, apps, Examples.request());
  }

  private CutoverTestbed(Path directory, List<String> apps, MigrationRequest example)
      throws Exception {
    this(directory, apps, example, false);
  }

  /** Where the paths to replica and target can break. */
  static CutoverTestbed overBreakablePaths(Path directory) throws Exception {
    return new CutoverTestbed(directory, List.of("shop"), Examples.request(), true);
  }

  private CutoverTestbed(
      Path directory, List<String> apps, MigrationRequest example, boolean breakable)
      throws Exception {
    this.directory = directory;
    this.apps = apps;
    this.example = example;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var empty = threads.submit(CutoverTestbed::startTarget);
      source = startSource();
      // One after the other: a base backup's checkpoint removes the WAL that another one needs.
      replica = startReplica(source);
      standby = startStandby(source);
      target = empty.get();
    }
    paths = breakable ? Optional.of(BreakablePaths.to(replica, target)) : Optional.empty();
    children = new ChildProcesses(directory.resolve("ledger"));
    heroku = Heroku.start(directory.resolve("logs"), children);
    shop = deploy(apps.getFirst());
    var addon = heroku.createPostgresAddon("postgresql-shop", sourceUrl(), shop);
    for (var other : apps.subList(1, apps.size())) {
      heroku.attach(addon, deploy(other), "DATABASE");
    }
    saga = new SagaByHand(steps().saga(), "shop-test", clock, this::rehearsed);
    saga.know(facts());
  }

  private int replicaPort() {
    return paths.map(p -> p.replica().port()).orElse(replica.endpoint().port());
  }

  private int targetPort() {
    return paths.map(p -> p.target().port()).orElse(target.endpoint().port());
  }

  /** Lets the dynos reach the new database of a prepared leg by a path of their own. */
  void direct(Leg leg) throws Exception {
    var name = SecretNames.prefix("shop-test") + SecretNames.newUrl(leg);
    var prepared = saga.migration().get(CutoverPrepared.class, leg).newUrl();
    var url = new Secrets(secrets::client).read(prepared);
    secrets.put(
        name,
        url.replace(":" + replicaPort() + "/", ":" + replica.endpoint().port() + "/")
            .replace(":" + targetPort() + "/", ":" + target.endpoint().port() + "/"));
  }

  private static TestPostgres startSource() {
    var server =
        TestPostgres.of(15)
            .set("wal_level", "replica")
            .set("max_prepared_transactions", "2")
            .start();
    server.execute(
        "CREATE ROLE app LOGIN " + TestPasswords.stored("p:w"),
        "GRANT pg_monitor, pg_read_all_settings, pg_read_all_stats, pg_signal_backend TO app",
        "CREATE DATABASE app OWNER app");
    return server;
  }

  private static TestPostgres startReplica(TestPostgres source) {
    return TestPostgres.of(15)
        .following(source)
        .set("wal_level", "logical")
        .set("max_prepared_transactions", "2")
        .start();
  }

  private static TestPostgres startStandby(TestPostgres source) {
    return TestPostgres.of(15).following(source).set("max_prepared_transactions", "2").start();
  }

  private static TestPostgres startTarget() {
    var server = TestPostgres.of(15).set("wal_level", "logical").start();
    server.execute(
        "CREATE ROLE master SUPERUSER LOGIN " + TestPasswords.stored("m"),
        "CREATE ROLE app LOGIN " + TestPasswords.stored("new"),
        "CREATE DATABASE app OWNER app");
    return server;
  }

  private CutoverSteps steps() throws Exception {
    var ca = directory.resolve("authorities.pem");
    Files.writeString(ca, target.certificates().authority());
    var reading = new Secrets(secrets::client);
    return new CutoverSteps(
        new CutoverDatabases(new MigrationDatabases(reading, Optional.of(ca)), reading),
        new HerokuApps(new HerokuPlatform(heroku.apiUrl(), Duration.ofSeconds(5)), reading),
        reading,
        clock,
        (migration, sample) -> {});
  }

  /** As an operator has it: the same secrets, the same network, and no log. */
  BreakGlass breakGlass() {
    return new BreakGlass(
        new HerokuPlatform(heroku.apiUrl(), Duration.ofSeconds(5)),
        new Secrets(secrets::client),
        Optional.of(directory.resolve("authorities.pem")));
  }

  private MigrationEvent[] facts() {
    secrets.put("token", heroku.token());
    secrets.put("master", "{\"username\":\"master\",\"password\":\"m\"}");
    secrets.put("kahuna/shop-test/app-password", "new");
    var policy = new Policy(Approval.AUTOMATIC, Duration.ofSeconds(60), 0, Duration.ofMinutes(5));
    var request =
        new MigrationRequest(
            new Source(apps, "DATABASE_URL", SecretRef.aws("token"), 15),
            example.archive(),
            example.replica(),
            example.target(),
            new Cutovers(policy, policy, Approval.REQUIRED));
    var facts =
        Stream.of(
            new MigrationRequested(request),
            launched(HostRole.REPLICA),
            prepared(HostRole.REPLICA, replica),
            new ReplicaStarted(1, 15, replicaPort()),
            new TargetCreated(
                1, "c", "17.7", "127.0.0.1", targetPort(), "app", SecretRef.aws("master")),
            new ReplicaCaughtUp(1, new Lsn(1), 0));
    var ofStandby =
        Stream.of(
            launched(HostRole.STANDBY),
            prepared(HostRole.STANDBY, standby),
            new StandbyStarted(1, standby.endpoint().port()));
    return (request.hasStandby() ? Stream.concat(facts, ofStandby) : facts)
        .toArray(MigrationEvent[]::new);
  }

  /** What replica-service says once the replica is checked, or a rehearsal was voided. */
  private Stream<MigrationEvent> rehearsed(Migration migration) {
    if (!migration.has(ReplicaChecked.class) || migration.has(SchemaRehearsed.class)) {
      return Stream.empty();
    }
    try (var connection =
        Databases.open(
            source.endpoint().withDatabase("app"),
            source.credentials(),
            source.trust(),
            PostgresOptions.of("test"))) {
      var schema = SchemaFingerprint.of(connection, Duration.ofSeconds(10)).byKind();
      var number = migration.attempt(AttemptSeries.REHEARSAL);
      return Stream.of(new SchemaRehearsed(number, schema, 0, 0));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HostLaunched launched(HostRole role) {
    return new HostLaunched(
        role, "i-1", "vol-1", "127.0.0.1", "127.0.0.1", "ubuntu", SecretRef.aws("ssh"), List.of());
  }

  private HostPrepared prepared(HostRole role, TestPostgres server) {
    var pem = ((ClientCertificate) server.credentials()).pem();
    secrets.put("client-" + role, pem);
    return new HostPrepared(role, server.certificates().server(), SecretRef.aws("client-" + role));
  }

  private HerokuApp deploy(String name) throws Exception {
    var code = Files.createDirectories(directory.resolve(name));
    Files.writeString(code.resolve("Procfile"), appHost.procfile());
    return heroku.createApp(name, code, Map.of("web", 1, "worker", 1));
  }

  /** As Heroku gives it to the apps. */
  String sourceUrl() {
    return "postgres://app:p%%3Aw@127.0.0.1:%d/app?sslmode=require"
        .formatted(source.endpoint().port());
  }

  /** What replica-service would do between the two cutovers. */
  void subscribe() throws Exception {
    var password =
        secrets.client().getSecretValue(r -> r.secretId("kahuna/shop-test/replication-password"));
    var dump =
        "pg_dump -h '%s' -p %d -U postgres -s --no-publications -d app | psql -q -v ON_ERROR_STOP=1 -h '%s' -p %d -U postgres -d app"
            .formatted(
                replica.data().getParent(),
                replica.endpoint().port(),
                target.data().getParent(),
                target.endpoint().port());
    var process =
        new ProcessBuilder(
                "bash", "-c", "set -o pipefail; PATH=/usr/lib/postgresql/15/bin:$PATH; " + dump)
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError("pg_dump failed");
    }
    // Here the subscription copies the data too, which needs the right to read it.
    execute(replica, "GRANT pg_read_all_data TO kahuna_replication");
    execute(
        target,
        "CREATE SUBSCRIPTION kahuna CONNECTION 'host=127.0.0.1 port=%d dbname=app user=kahuna_replication password=%s sslmode=require' PUBLICATION kahuna WITH (create_slot = false, slot_name = kahuna)"
            .formatted(replica.endpoint().port(), password.secretString()));
  }

  /** What replica-service and replication-monitor would do between the two cutovers. */
  void replicate() throws Exception {
    subscribe();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                ask(target, "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'")
                    .equals("0"));
    saga.know(new ReplicationCaughtUp(1, 0, 4));
    execute(replica, "INSERT INTO kahuna.heartbeat VALUES (1, clock_timestamp() + interval '1 h')");
  }

  void execute(TestPostgres server, String sql) throws SQLException {
    try (var connection =
            Databases.open(
                server.endpoint().withDatabase("app"),
                server.credentials(),
                server.trust(),
                PostgresOptions.of("test").with("default_transaction_read_only", "off"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the only row, asked of the app's database. */
  String ask(TestPostgres server, String sql) throws SQLException {
    try (var connection =
            Databases.open(
                server.endpoint().withDatabase("app"),
                server.credentials(),
                server.trust(),
                PostgresOptions.of("test"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Override
  public void close() {
    heroku.close();
    children.close();
    appHost.close();
    paths.ifPresent(BreakablePaths::close);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Stream.of(target, standby, replica, source).forEach(server -> threads.execute(server::close));
    }
    secrets.close();
  }
}
