package dev.kahuna.cutover.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an earlier copy left on Aurora: a real server, whose master user is no superuser. */
class ClearCopyTest {
  @Test
  void theDatabaseIsCreatedAgainWhileSessionsOfTheEarlierCopyAreOpen() throws Exception {
    try (var aurora = TestPostgres.start()) {
      aurora.execute(
          "CREATE ROLE master LOGIN CREATEDB PASSWORD 'postgres'",
          "GRANT pg_signal_backend TO master",
          "CREATE ROLE app LOGIN PASSWORD 'postgres'");
      aurora.execute("CREATE DATABASE \"the shop\" OWNER master");
      try (var master = login(aurora, "template1", "master");
          var app = login(aurora, "the shop", "app")) {
        run(app, "CREATE TEMP TABLE held (); BEGIN; SELECT 1");
        var locale = locale(master);
        for (var time : List.of("first", "second, as after a crash")) {
          try (var before = superuser(aurora)) {
            run(
                before,
                "CREATE TABLE left_over (); ALTER DATABASE \"the shop\" SET work_mem = '5MB'");
          }
          ClearCopy.recreate(master, "the shop");
          try (var after = superuser(aurora);
              var rows =
                  after
                      .createStatement()
                      .executeQuery(
                          "SELECT to_regclass('left_over'), current_setting('work_mem')")) {
            rows.next();
            assertThat(rows.getString(1)).as(time).isNull();
            assertThat(rows.getString(2)).as(time).isNotEqualTo("5MB");
          }
          assertThat(locale(master)).as(time).isEqualTo(locale);
        }
        run(master, "DROP DATABASE \"the shop\"");
        ClearCopy.recreate(master, "the shop");
        assertThat(locale(master))
            .as("of one that was dropped by a run that crashed")
            .isEqualTo(locale);
        assertThatThrownBy(() -> run(app, "SELECT 1"))
            .hasMessageContaining("terminating connection");
      }
    }
  }

  private static Connection superuser(TestPostgres aurora) throws SQLException {
    return Databases.open(
        aurora.endpoint().withDatabase("the shop"),
        aurora.credentials(),
        aurora.trust(),
        PostgresOptions.of("test"));
  }

  private static Connection login(TestPostgres aurora, String database, String user)
      throws SQLException {
    return Databases.open(
        aurora.endpoint().withDatabase(database),
        new Credentials.Password(user, "postgres"),
        aurora.trust(),
        PostgresOptions.of("test"));
  }

  private static void run(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String locale(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT (datdba::regrole, encoding, datcollate, datctype)::text FROM pg_database"
                    + " WHERE datname = 'the shop'")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
