package dev.kahuna.cutover.app;

import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPasswords;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;

/** Servers with a database of an app, and sessions in it. */
public final class AppDatabase {
  private AppDatabase() {}

  /** A server as on Heroku: the database belongs to a role without further rights. */
  public static TestPostgres server(int major) {
    return server(major, "wal_level", "logical");
  }

  /** The same with one more setting. */
  public static TestPostgres server(int major, String setting, String value) {
    var server = TestPostgres.of(major).set("wal_level", "logical").set(setting, value).start();
    server.execute(
        "CREATE ROLE app LOGIN " + TestPasswords.stored("secret"),
        "GRANT pg_monitor, pg_signal_backend TO app",
        "CREATE DATABASE app OWNER app");
    return server;
  }

  public static Connection asApp(TestPostgres server) throws SQLException {
    return asApp(server, "shop");
  }

  public static Connection asApp(TestPostgres server, String service) throws SQLException {
    var options = PostgresOptions.of(service);
    if (service.equals("cutover")) {
      options = options.with("default_transaction_read_only", "off");
    }
    var connection =
        Databases.open(
            server.endpoint().withDatabase("app"),
            new Credentials.Password("app", "secret"),
            server.trust(),
            options);
    if (!service.equals("cutover")) {
      execute(connection, "SET application_name = 'shop'");
    }
    return connection;
  }

  public static Connection asSuperuser(TestPostgres server) throws SQLException {
    return Databases.open(
        server.endpoint().withDatabase("app"),
        server.credentials(),
        server.trust(),
        PostgresOptions.of("cutover").with("default_transaction_read_only", "off"));
  }

  public static void execute(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
