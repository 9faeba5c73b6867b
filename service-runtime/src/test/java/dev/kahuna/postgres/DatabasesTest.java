package dev.kahuna.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabasesTest {

  private static final String PASSWORD = "it's a \\secret%/";
  private static TestPostgres server;

  @BeforeAll
  static void start() {
    server = TestPostgres.start();
    server.execute("CREATE ROLE app LOGIN PASSWORD 'it''s a \\secret%/'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void logsInWithAClientCertificateMappedToTheSuperuser() throws SQLException {
    try (var connection = open(server.credentials(), server.trust())) {
      assertThat(
              one(
                  connection,
                  "SELECT current_user || ' ' || ssl FROM pg_stat_ssl"
                      + " WHERE pid = pg_backend_pid()"))
          .isEqualTo("postgres true");
      assertThat(one(connection, "SELECT current_setting('application_name')"))
          .isEqualTo("kahuna-test");
    }
  }

  @Test
  void logsInWithAPasswordOverScram() throws SQLException {
    try (var connection = open(new Credentials.Password("app", PASSWORD), server.trust())) {
      assertThat(one(connection, "SELECT current_user")).isEqualTo("app");
      assertThat(server.query("SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'app'"))
          .isEqualTo("SCRAM-SHA-256");
    }
  }

  @Test
  void connectsToAnUnverifiedServerOnlyWhenToldTo() throws SQLException {
    try (var connection = open(new Credentials.Password("app", PASSWORD), new Trust.Unverified())) {
      assertThat(one(connection, "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("true");
    }
  }

  @Test
  void verifiesAuthorityAndHostName() throws SQLException {
    var trust = new Trust.VerifiedBy(server.certificates().authority());
    try (var connection = open(server.credentials(), trust)) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void refusesAServerThatShowsAnotherCertificate() {
    try (var other = TestPostgres.start()) {
      for (var trust :
          new Trust[] {other.trust(), new Trust.VerifiedBy(other.certificates().authority())}) {
        var refused = failure(server.credentials(), trust);
        assertThat(PostgresFailures.kind(refused))
            .isEqualTo(dev.kahuna.failure.FailureKind.REJECTED);
      }
    }
  }

  @Test
  void refusesAHostNameThatTheCertificateDoesNotHold() {
    try (var elsewhere =
        TestPostgres.of(15).set("listen_addresses", "127.0.0.1,127.0.0.2").start()) {
      var unnamed = new PostgresEndpoint("127.0.0.2", elsewhere.endpoint().port(), "postgres");
      var trust = new Trust.VerifiedBy(elsewhere.certificates().authority());
      var refused =
          catchThrowableOfType(
              SQLException.class,
              () ->
                  Databases.open(
                          unnamed, elsewhere.credentials(), trust, PostgresOptions.of("test"))
                      .close());
      assertThat(PostgresFailures.kind(refused)).isEqualTo(dev.kahuna.failure.FailureKind.REJECTED);
    }
  }

  @Test
  void aClientCertificateThatIsNotMappedIsRefused() {
    var refused = failure(server.clientCertificate("postgres", "stranger"), server.trust());
    assertThat(refused.getSQLState()).isEqualTo("28000");
    assertThat(PostgresFailures.kind(refused)).isEqualTo(dev.kahuna.failure.FailureKind.REJECTED);
  }

  @Test
  void aWrongPasswordIsRefusedAndNotRepeated() {
    var refused = failure(new Credentials.Password("app", "hunter2-wrong"), server.trust());
    assertThat(refused.getSQLState()).isEqualTo("28P01");
    assertThat(refused.toString()).doesNotContain("hunter2");
  }

  @Test
  void aFencedDatabaseIsWrittenToWithTheSessionSetting() throws SQLException {
    server.execute(
        "CREATE DATABASE fenced", "ALTER DATABASE fenced SET default_transaction_read_only = on");
    var options =
        PostgresOptions.of("test")
            .with("default_transaction_read_only", "off")
            .with("kahuna.note", "a space, back\\slash");
    try (var connection =
            Databases.open(
                server.endpoint().withDatabase("fenced"),
                server.credentials(),
                server.trust(),
                options);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE public.written (id int)");
      assertThat(one(connection, "SELECT current_setting('kahuna.note')"))
          .isEqualTo("a space, back\\slash");
    }
  }

  @Test
  void aSilentServerIsGivenUp() throws SQLException {
    var options = PostgresOptions.of("test").answeringWithin(Duration.ofSeconds(1));
    try (var connection =
            Databases.open(server.endpoint(), server.credentials(), server.trust(), options);
        var statement = connection.createStatement()) {
      var late =
          catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT pg_sleep(30)"));
      assertThat(PostgresFailures.kind(late)).isEqualTo(dev.kahuna.failure.FailureKind.UNAVAILABLE);
    }
  }

  @Test
  void aFullLockTableNeedsASetting() throws SQLException {
    try (var connection = open(server.credentials(), server.trust())) {
      var full =
          catchThrowableOfType(
              SQLException.class,
              () ->
                  one(
                      connection,
                      "SELECT count(pg_advisory_xact_lock(i)) FROM generate_series(1, 1000000) i"));
      assertThat(PostgresFailures.kind(full)).isEqualTo(dev.kahuna.failure.FailureKind.REJECTED);
      assertThat(PostgresFailures.missingSetting(full).orElseThrow())
          .contains("53200", "SHOW max_locks_per_transaction", "parameter group");
    }
  }

  @Test
  void nothingSecretIsInTheDriversProperties() throws SQLException {
    var access =
        new LoginTicket(new Credentials.Password("app", PASSWORD), server.trust(), wire -> {});
    var properties = new Properties();
    var seen = access.during(properties, properties::toString);
    assertThat(seen).doesNotContain("secret").contains("kahunaTicket");
    assertThat(access.toString()).doesNotContain("secret");
  }

  @Test
  void queriesAreResourceFiles() throws SQLException {
    var queries = Queries.of(DatabasesTest.class);
    try (var connection = server.open()) {
      assertThat(queries.list(connection, "numbers", row -> row.getInt(1), 3))
          .containsExactly(1, 2, 3);
      int only = queries.one(connection, "numbers", row -> row.getInt(1), 1);
      assertThat(only).isEqualTo(1);
      var two =
          catchThrowableOfType(
              SQLException.class,
              () -> queries.one(connection, "numbers", row -> row.getInt(1), 2));
      assertThat(two.getMessage()).isEqualTo("numbers.sql returned 2 rows instead of one");
      assertThat(queries.run(connection, "numbers", 1)).isZero();
    }
  }

  private static SQLException failure(Credentials credentials, Trust trust) {
    return catchThrowableOfType(SQLException.class, () -> open(credentials, trust).close());
  }

  private static Connection open(Credentials credentials, Trust trust) throws SQLException {
    return Databases.open(server.endpoint(), credentials, trust, PostgresOptions.of("test"));
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
