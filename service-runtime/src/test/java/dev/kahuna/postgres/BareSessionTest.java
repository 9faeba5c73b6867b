package dev.kahuna.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.failure.FailureKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareSessionTest {
  private static final String DEFAULTS =
      "SELECT current_setting('TimeZone'), current_setting('DateStyle'), current_setting('client_encoding'), current_setting('extra_float_digits')";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static TestPostgres server;

  @BeforeAll
  static void start() {
    server =
        TestPostgres.of(15)
            .set("timezone", "Asia/Tokyo")
            .set("datestyle", "SQL, DMY")
            .set("extra_float_digits", "-3")
            .start();
    server.execute(
        "CREATE ROLE app LOGIN PASSWORD 'it''s a \\secret%/'",
        "ALTER DATABASE postgres SET client_encoding = 'LATIN1'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aSessionHasTheServersSettingsAndNoneOfTheClients() throws SQLException {
    try (var session = open(server.credentials())) {
      assertThat(session.rows(DEFAULTS))
          .containsExactly(List.of("Asia/Tokyo", "SQL, DMY", "LATIN1", "-3"));
    }
  }

  @Test
  void aRoleLogsInByItsPassword() throws SQLException {
    try (var session = open(new Credentials.Password("app", "it's a \\secret%/"))) {
      assertThat(session.rows("SELECT current_user, NULL")).containsExactly(List.of("app", ""));
    }
  }

  @Test
  void aWrongPasswordIsRefusedByTheServer() {
    assertThatThrownBy(() -> open(new Credentials.Password("app", "wrong")))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void aServerThatShowsAnotherCertificateIsRefused(@TempDir Path directory) {
    var trust = new Trust.VerifiedBy(new TestCertificates(directory).authority());
    assertThatThrownBy(
            () -> BareSession.open(server.endpoint(), server.credentials(), trust, LIMIT))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(PostgresFailures.kind(e)).isEqualTo(FailureKind.REJECTED));
  }

  @Test
  void aSessionGoesOnAfterAStatementThatFails() throws SQLException {
    try (var session = open(server.credentials())) {
      assertThatThrownBy(() -> session.rows("SELECT 1 / 0"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
      assertThat(session.rows("SELECT 1")).containsExactly(List.of("1"));
    }
  }

  private static BareSession open(Credentials credentials) throws SQLException {
    return BareSession.open(server.endpoint(), credentials, server.trust(), LIMIT);
  }
}
