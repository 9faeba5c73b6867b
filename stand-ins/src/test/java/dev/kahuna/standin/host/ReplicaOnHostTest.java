package dev.kahuna.standin.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.postgres.TestMachine;
import dev.kahuna.standin.process.Stragglers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from the source through the archive to a promoted replica on a host. */
class ReplicaOnHostTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(ints = {15, 10})
  void everyRowOfTheSourceIsOnAReplicaThatIsPromoted(int major, @TempDir Path directory)
      throws Exception {
    try (var sandbox = TestMachine.claim("t-replica");
        var hosts =
            new HostFleet(
                sandbox.machine(),
                sandbox.state().root().resolve("h"),
                sandbox.tools(),
                root -> Map.of("SERVICE_HOME", root + "/srv"));
        var source =
            SourceDatabase.start(
                major,
                sandbox.machine(),
                sandbox.state().root().resolve("source"),
                sandbox.archive().access(),
                sandbox.tools())) {
      write(source, "CREATE TABLE draws AS SELECT generate_series(1, 10000) AS n");
      assertThat(source.pushBaseBackup()).matches("base_[0-9A-F]{24}");
      write(source, "INSERT INTO draws SELECT generate_series(10001, 20000)");
      write(
          source,
          "SELECT count(pg_logical_emit_message(false, 'fence', repeat('x', 1000000)))"
              + " FROM generate_series(1, 17)");

      var key = SshKey.generate(directory);
      var host =
          hosts.boot(
              new InstanceLaunch(
                  "i-0123456789abcdef0",
                  List.of(key.publicLine()),
                  List.of(new InstanceLaunch.Volume("vol-0a1b2c3d", "/dev/sdf", 20)),
                  "127.77.0.10"));
      restore(sandbox, host, key, major);
      awaitRows(source, host, 20_000);
      promote(host, key);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                try (var replica = connect(source, host)) {
                  replica.createStatement().execute("INSERT INTO draws VALUES (20001)");
                }
              });

      var root = hosts.host("i-0123456789abcdef0").root();
      hosts.terminate("i-0123456789abcdef0");
      assertThat(root).doesNotExist();
      assertThat(Stragglers.of(root).processes()).isEmpty();
    }
  }

  private static void restore(TestMachine sandbox, BootedInstance host, SshKey key, int major)
      throws Exception {
    var environment =
        sandbox.archive().access().environment().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
    try (var ssh = HostSession.open(host, key.privateKey());
        var script =
            Objects.requireNonNull(ReplicaOnHostTest.class.getResourceAsStream("restore.sh"))) {
      ssh.run("cat > restore.sh", new String(script.readAllBytes(), StandardCharsets.UTF_8));
      var restored = ssh.run("bash restore.sh %s %d".formatted(host.address(), major), environment);
      assertThat(restored.status()).as(restored.toString()).isZero();
      assertThat(ssh.ok("systemctl is-active replica-postgres")).isEqualTo("active");
    }
  }

  private static void promote(BootedInstance host, SshKey key) throws Exception {
    try (var ssh = HostSession.open(host, key.privateKey())) {
      ssh.ok("sudo -u postgres pg_ctl promote -D \"$SERVICE_HOME/data/pg\"");
    }
  }

  private static void awaitRows(SourceDatabase source, BootedInstance host, int rows) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (var replica = connect(source, host);
                  var counted =
                      replica
                          .createStatement()
                          .executeQuery("SELECT count(*), pg_is_in_recovery() FROM draws")) {
                counted.next();
                assertThat(counted.getInt(1)).isEqualTo(rows);
                assertThat(counted.getBoolean(2)).isTrue();
              }
            });
  }

  /** The owner's role and password came along in the base backup. */
  private static Connection connect(SourceDatabase source, BootedInstance host)
      throws SQLException {
    var login = source.databaseUrl().replaceAll("postgres://(.*):(.*)@.*", "user=$1&password=$2");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:5432/%s?sslmode=require&%s"
            .formatted(host.address(), source.databaseName(), login));
  }

  private static void write(SourceDatabase source, String sql) throws SQLException {
    try (var owner = source.owner();
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
