package dev.kahuna.standin.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.ServerSpec;
import dev.kahuna.standin.postgres.TestMachine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Postgres behind the proxy, asked by the JDBC driver. */
class TcpProxyTest {
  private static TestMachine machine;
  private static PostgresServer postgres;
  private TcpProxy proxy;

  @BeforeAll
  static void startServer() throws Exception {
    machine = TestMachine.claim("t-proxy");
    var spec =
        new ServerSpec(
            "proxied",
            15,
            InetAddress.getLoopbackAddress(),
            Loopback.freePort(),
            Map.of(),
            List.of("hostssl all visitor 127.0.0.0/8 scram-sha-256"),
            Map.of());
    postgres = PostgresServer.create(spec, machine.machine(), machine.state().root().resolve("pg"));
    postgres.start();
    postgres.execute("postgres", "CREATE ROLE visitor LOGIN PASSWORD 'visitor'");
  }

  @BeforeEach
  void start() throws Exception {
    var server = postgres.spec();
    proxy = TcpProxy.to(new InetSocketAddress(server.address(), server.port()));
  }

  @AfterEach
  void end() {
    proxy.close();
  }

  @AfterAll
  static void stopServer() throws Exception {
    postgres.close();
    machine.close();
  }

  @Test
  void undisturbedAQueryIsAnswered() throws Exception {
    try (var connection = connect()) {
      assertThat(ask(connection)).isEqualTo(1);
    }
  }

  @Test
  void aCutConnectionIsBrokenAndTheNextOneWorks() throws Exception {
    try (var connection = connect()) {
      proxy.cut();
      assertThatThrownBy(() -> ask(connection)).isInstanceOf(SQLException.class);
    }
    try (var connection = connect()) {
      assertThat(ask(connection)).isEqualTo(1);
    }
  }

  @Test
  void downNobodyGetsThroughUntilItIsRestored() throws Exception {
    proxy.down();
    assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
    proxy.restore();
    try (var connection = connect()) {
      assertThat(ask(connection)).isEqualTo(1);
    }
  }

  @Test
  void stalledTheAnswerComesWhenTheStallEnds() throws Exception {
    try (var connection = connect()) {
      proxy.stall(true);
      var answer = CompletableFuture.supplyAsync(() -> asking(connection));
      await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
      proxy.stall(false);
      assertThat(answer.join()).isEqualTo(1);
    }
  }

  @Test
  void delayedTheAnswerTakesThatLong() throws Exception {
    try (var connection = connect()) {
      proxy.delay(Duration.ofMillis(200));
      var begun = System.nanoTime();
      assertThat(ask(connection)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(390));
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=require&connectTimeout=2&loginTimeout=3"
            .formatted(proxy.port()),
        "visitor",
        "visitor");
  }

  private static int asking(Connection connection) {
    try {
      return ask(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int ask(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT 1")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
