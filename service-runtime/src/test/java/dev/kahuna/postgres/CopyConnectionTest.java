package dev.kahuna.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.failure.FailureKind;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** Rows through two sessions of a real server. */
class CopyConnectionTest {
  private static TestPostgres server;

  @BeforeAll
  static void start() {
    server = TestPostgres.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void tables() {
    server.execute(
        "DROP TABLE IF EXISTS here, there",
        "CREATE TABLE here (id int, note text)",
        "CREATE TABLE there (LIKE here)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "text"})
  void rowsOfEverySizePassAndTheDriverGoesOnBehindThem(String format) throws Exception {
    // From shorter than a message's header to longer than every buffer.
    server.execute(
        "INSERT INTO here SELECT i, repeat('é', i) FROM generate_series(0, 1994) i",
        "INSERT INTO here SELECT i, repeat('é', 100000 * i) FROM generate_series(1, 6) i",
        "INSERT INTO here VALUES (NULL, NULL), (1, '')");
    try (var from = open();
        var to = open()) {
      to.sql().setAutoCommit(false);
      assertThat(one(to, "SELECT count(*) FROM there")).isEqualTo("0");
      assertThat(pipe(from, to, format)).isEqualTo(2003);
      assertThat(one(from, "SELECT count(*) FROM here")).isEqualTo("2003");
      assertThat(one(to, "SELECT count(*) FROM there")).isEqualTo("2003");
      assertThat(server.query("SELECT count(*) FROM there")).isEqualTo("0");
      assertThat(pipe(from, to, format)).isEqualTo(2003);
      to.sql().commit();
    }
    assertThat(server.query("(TABLE here EXCEPT ALL TABLE there) LIMIT 1")).isEmpty();
    assertThat(server.query("SELECT count(*) FROM there")).isEqualTo("4006");
  }

  @Test
  void aTableWithoutRowsOrWithoutColumnsIsNoException() throws Exception {
    try (var from = open();
        var to = open()) {
      assertThat(pipe(from, to, "binary")).isZero();
      server.execute("ALTER TABLE here DROP id, DROP note", "ALTER TABLE there DROP id, DROP note");
      server.execute("INSERT INTO here DEFAULT VALUES");
      assertThat(pipe(from, to, "binary")).isEqualTo(1);
    }
  }

  @Test
  void whatAServerSaysMeanwhileIsPassedOver() throws Exception {
    server.execute(
        "INSERT INTO here SELECT i, 'row' FROM generate_series(1, 1000) i",
        """
        CREATE OR REPLACE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE WARNING 'row %', NEW.id; RETURN NEW; END $$""",
        "CREATE TRIGGER told BEFORE INSERT ON there FOR EACH ROW EXECUTE FUNCTION told()");
    try (var from = open();
        var to = open()) {
      assertThat(pipe(from, to, "binary")).isEqualTo(1000);
      assertThat(one(to, "SELECT count(*) FROM there")).isEqualTo("1000");
    }
  }

  @Test
  void aStatementThatTheServerRefusesIsItsOwnError() throws Exception {
    try (var from = open();
        var to = open()) {
      assertThatThrownBy(() -> from.read("COPY nowhere TO STDOUT"))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
      assertThatThrownBy(() -> to.write("COPY here (nothing) FROM STDIN"))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"));
    }
  }

  /** Long before the end, or a table of a terabyte would be read in vain. */
  @Test
  void aRowThatTheTargetRefusesEndsTheCopySoon() throws Exception {
    server.execute(
        "INSERT INTO here SELECT i, repeat('x', 1000) FROM generate_series(1, 100000) i",
        "ALTER TABLE there ADD CONSTRAINT small CHECK (id < 10)");
    try (var from = open();
        var to = open()) {
      var rows = from.read("COPY here TO STDOUT (FORMAT binary)");
      var writer = to.write("COPY there FROM STDIN (FORMAT binary)");
      var passed = new long[1];
      assertThatThrownBy(
              () -> {
                for (var part = writer.pass(rows); part > 0; part = writer.pass(rows)) {
                  passed[0] += part;
                }
              })
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> {
                assertThat(e.getServerErrorMessage().getConstraint()).isEqualTo("small");
                assertThat(e.getServerErrorMessage().getWhere()).startsWith("COPY there, line 10");
              });
      assertThat(passed[0]).isLessThan(50_000_000);
    }
    assertThat(server.query("SELECT count(*) FROM there")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSessionThatIsEndedInTheMiddleIsALostConnection(boolean source) throws Exception {
    server.execute(
        "INSERT INTO here SELECT i, repeat('x', 1000) FROM generate_series(1, 100000) i");
    var from = open();
    var to = open();
    try (var _ = new Abandoned(from);
        var _ = new Abandoned(to)) {
      var victim = one(source ? from : to, "SELECT pg_backend_pid()");
      var rows = from.read("COPY here TO STDOUT");
      var writer = to.write("COPY there FROM STDIN");
      writer.pass(rows);
      server.query("SELECT pg_terminate_backend(%s)".formatted(victim));
      assertThatThrownBy(
              () -> {
                while (writer.pass(rows) > 0) {
                  // goes on until the session is found to be gone
                }
                writer.end();
              })
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(PostgresFailures.kind(e)).isEqualTo(FailureKind.UNAVAILABLE));
    }
    assertThat(server.query("SELECT count(*) FROM there")).isEqualTo("0");
  }

  /** A session whose server may be gone already, and can't be told then that it is closed. */
  private record Abandoned(CopyConnection connection) implements AutoCloseable {
    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        assertThat(PostgresFailures.kind(e)).isEqualTo(FailureKind.UNAVAILABLE);
      }
    }
  }

  private static long pipe(CopyConnection from, CopyConnection to, String format)
      throws SQLException {
    var rows = from.read("COPY here TO STDOUT (FORMAT %s)".formatted(format));
    var writer = to.write("COPY there FROM STDIN (FORMAT %s)".formatted(format));
    for (var part = writer.pass(rows); part > 0; ) {
      part = writer.pass(rows);
    }
    return writer.end();
  }

  private static CopyConnection open() throws SQLException {
    return Databases.openForCopy(
        server.endpoint(), server.credentials(), server.trust(), PostgresOptions.of("test"));
  }

  private static String one(CopyConnection connection, String sql) throws SQLException {
    try (var statement = connection.sql().createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
