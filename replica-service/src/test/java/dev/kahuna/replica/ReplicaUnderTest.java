package dev.kahuna.replica;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyGauges;
import dev.kahuna.replica.copy.CopySettings;
import dev.kahuna.replica.host.ArchiveToolSettings;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.recovery.StartStandby;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.replica.ssh.SshSettings;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.AccessKey;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Cutovers;
import dev.kahuna.request.MigrationRequest.Encryption;
import dev.kahuna.request.MigrationRequest.Policy;
import dev.kahuna.request.MigrationRequest.Standby;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import dev.kahuna.standin.archive.ArchiveAccess;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.aws.rds.ClusterSpec;
import dev.kahuna.standin.host.Fleet;
import dev.kahuna.standin.host.HostFleet;
import dev.kahuna.standin.postgres.AuroraServers;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.postgres.TestMachine;
import dev.kahuna.standin.process.Shell;
import dev.kahuna.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A source that ships its WAL, two hosts, a place for a target, and the service's steps. */
final class ReplicaUnderTest implements AutoCloseable {
  static final String ID = "shop-2026";
  private static final Queries QUERIES = Queries.of(ReplicaUnderTest.class);
  private static final int VOLUME_GIB = 20;

  final TestMachine sandbox;
  final SecretsManagerStandIn secretsManager = new SecretsManagerStandIn();
  final Secrets secrets = new Secrets(secretsManager::client);
  final Fleet hosts;
  final SourceDatabase source;
  final AuroraServers targets;
  final StepsUnderTest steps;
  final List<Telemetry> samples = Collections.synchronizedList(new ArrayList<>());
  private static final AtomicInteger CLAIMED = new AtomicInteger();

  /** Which of this machine's runs it is: several may have their hosts at the same time. */
  private final int number = CLAIMED.incrementAndGet();

  private final int major;

  /** What makes the hosts. */
  @FunctionalInterface
  interface Fleets {
    Fleet of(TestMachine sandbox, int major) throws IOException;
  }

  /** With light hosts. */
  ReplicaUnderTest(int major) throws IOException, SQLException {
    this(
        major,
        (sandbox, _) ->
            new HostFleet(
                sandbox.machine(),
                sandbox.state().root().resolve("h"),
                sandbox.tools(),
                root -> Map.of("KAHUNA_HOME", root + "/srv")));
  }

  ReplicaUnderTest(int major, Fleets fleets) throws IOException, SQLException {
    this.major = major;
    sandbox = TestMachine.claim("t-rs-" + number);
    var root = sandbox.state().root();
    hosts = fleets.of(sandbox, major);
    source =
        SourceDatabase.start(
            major,
            sandbox.machine(),
            root.resolve("source"),
            sandbox.archive().access(),
            sandbox.tools());
    targets = new AuroraServers(sandbox.machine(), root.resolve("aurora"));
    steps =
        new StepsUnderTest(
            new ReplicaSteps(
                    settings(),
                    secrets,
                    new MigrationDatabases(secrets, Optional.of(targets.authorityCertificate())),
                    (id, sample) -> samples.add(sample),
                    new CopyGauges(new SimpleMeterRegistry()),
                    Clock.systemUTC())
                .saga(),
            ID);
  }

  /** With the hosts' own archive tool. */
  private ReplicaSettings settings() {
    var tool = new HashMap<String, String>();
    hosts
        .walG()
        .ifPresent(
            download -> {
              tool.put("kahuna.wal-g.url", download.url());
              tool.put("kahuna.wal-g.sha256.amd64", download.sha256());
            });
    var walG =
        new Binder(new MapConfigurationPropertySource(tool))
            .bindOrCreate("kahuna.wal-g", ArchiveToolSettings.class);
    return new ReplicaSettings(
        new SshSettings(HostFleet.SSH_PORT),
        walG,
        new CopySettings(2, 2),
        Map.of("shared_buffers", "32MB"));
  }

  /** The request, with the archive's secrets where it says. */
  void request() {
    request(sandbox.archive().access());
  }

  /** The request to restore another archive. */
  void request(ArchiveAccess archive) {
    request(archive, Optional.empty());
  }

  /** The request to restore another archive, perhaps an encrypted one. */
  void request(ArchiveAccess archive, Optional<Encryption> encryption) {
    secretsManager.put("archive-id", archive.accessKeyId());
    secretsManager.put("archive-secret", archive.secretAccessKey());
    var key = new AccessKey(SecretRef.aws("archive-id"), SecretRef.aws("archive-secret"));
    request(archive, Optional.of(key), encryption);
  }

  /** The request to restore another archive, which the host reads as who it is. */
  void requestByInstanceProfile(ArchiveAccess archive) {
    request(archive, Optional.empty(), Optional.empty());
  }

  private void request(
      ArchiveAccess archive, Optional<AccessKey> key, Optional<Encryption> encryption) {
    var policy = new Policy(Approval.AUTOMATIC, Duration.ofSeconds(60), 0, Duration.ofMinutes(5));
    steps.know(
        new MigrationRequested(
            new MigrationRequest(
                new MigrationRequest.Source(
                    List.of("shop"), "DATABASE_URL", new SecretRef("env:TOKEN"), major),
                new Archive(
                    archive.prefix(),
                    archive.region(),
                    key,
                    encryption,
                    Optional.of(archive.endpoint())),
                new MigrationRequest.Replica(
                    "t3.small",
                    VOLUME_GIB,
                    List.of("127.0.0.0/8"),
                    List.of("127.0.0.0/8"),
                    Standby.HOST,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                new MigrationRequest.Target("17.7", "db.t4g.medium", "shop", List.of()),
                new Cutovers(policy, policy, Approval.REQUIRED))));
  }

  void launch(HostRole role) throws IOException {
    var directory = Files.createDirectories(sandbox.state().root().resolve("key-" + role));
    var key = directory.resolve("id_ed25519");
    Shell.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
    var name = "ssh-" + role;
    secretsManager.put(name, Files.readString(key));
    var instance = "i-%016x".formatted(role.ordinal() + 10);
    var volume = "vol-%016x".formatted(role.ordinal() + 20);
    var host =
        hosts.boot(
            new InstanceLaunch(
                instance,
                List.of(Files.readString(Path.of(key + ".pub")).strip()),
                List.of(new InstanceLaunch.Volume(volume, "/dev/sdf", VOLUME_GIB)),
                "127.88.%d.%d".formatted(number, role.ordinal() + 10)));
    steps.know(
        new HostLaunched(
            role,
            instance,
            volume,
            host.address(),
            host.address(),
            "ubuntu",
            SecretRef.aws(name),
            host.hostKeyLines()));
  }

  /** A target with a master user who is no superuser. */
  void createTarget(String engineVersion) throws IOException {
    var password = "a master's password";
    secretsManager.put(
        "rds!cluster-shop", "{\"username\":\"kahuna_admin\",\"password\":\"" + password + "\"}");
    var parameters = Map.of("rds.logical_replication", "1");
    var endpoint =
        targets.create(
            new ClusterSpec("shop", engineVersion, "shop", "kahuna_admin", password, parameters));
    steps.know(
        new TargetCreated(
            1,
            "shop",
            engineVersion,
            endpoint.host(),
            endpoint.port(),
            "shop",
            SecretRef.aws("rds!cluster-shop")));
  }

  /** cutover-service has checked the replica. */
  void check() {
    var app = PostgresUrl.parse(source.databaseUrl());
    steps.know(
        new ReplicaChecked(
            app.endpoint().database(),
            app.credentials().user(),
            1,
            1,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  /** A superuser's session on the target, whom nobody has on Aurora. */
  Connection target() throws SQLException {
    return targets.server("shop").superuser("shop");
  }

  /** A superuser's session on a host, in the app's database. */
  Connection host(HostRole role) throws SQLException {
    return new HostDatabases(secrets)
        .open(steps.migration(), role, source.databaseName(), Duration.ofSeconds(30));
  }

  /** Starts the host's server again. */
  void start(HostRole role) throws InterruptedException {
    try (var host =
        new SshHosts(secrets, HostFleet.SSH_PORT)
            .open(steps.migration().get(HostLaunched.class, role))) {
      host.run(HostScript.of(StartStandby.class, "run-postgres"), Map.of(), Duration.ofSeconds(30));
    }
  }

  void load(String name) throws SQLException {
    try (var owner = source.owner();
        var statement = owner.createStatement()) {
      statement.execute(QUERIES.text(name));
    }
  }

  /** Makes the archive take what was written until now. */
  void ship() throws SQLException {
    load("fill-segment");
  }

  @Override
  public void close() throws IOException {
    targets.close();
    hosts.close();
    source.close();
    secretsManager.close();
    sandbox.close();
  }
}
