package dev.kahuna.postgres;

import dev.kahuna.lease.Lease;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Opens connections to Postgres 10 and later. */
public final class Databases {

  private static final Driver DRIVER = new Driver();

  private Databases() {}

  /**
   * Connects with TLS, in auto-commit, every wait bounded by the options. {@link PostgresFailures}
   * classifies the exceptions.
   */
  public static Connection open(
      PostgresEndpoint endpoint, Credentials credentials, Trust trust, PostgresOptions options)
      throws SQLException {
    return connect(endpoint, new LoginTicket(credentials, trust, wire -> {}), options);
  }

  /** Connects as {@link #open} does, to copy rows through the connection. */
  public static CopyConnection openForCopy(
      PostgresEndpoint endpoint, Credentials credentials, Trust trust, PostgresOptions options)
      throws SQLException {
    var wires = new ConcurrentLinkedDeque<TlsSockets.Wire>();
    var sql = connect(endpoint, new LoginTicket(credentials, trust, wires::add), options);
    try {
      return CopyConnection.over(sql, wires.getLast());
    } catch (IOException e) {
      sql.close();
      throw new PSQLException("The connection broke", PSQLState.CONNECTION_FAILURE, e);
    }
  }

  private static Connection connect(
      PostgresEndpoint endpoint, LoginTicket access, PostgresOptions options) throws SQLException {
    Lease.check();
    var properties = properties(access.credentials(), options);
    var connection = access.during(properties, () -> DRIVER.connect(url(endpoint), properties));
    if (connection == null) {
      throw new SQLException("The driver does not take its own URL");
    }
    return connection;
  }

  private static String url(PostgresEndpoint endpoint) {
    var host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
    var database = URLEncoder.encode(endpoint.database(), StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + host + ":" + endpoint.port() + "/" + database;
  }

  private static Properties properties(Credentials credentials, PostgresOptions options) {
    var properties = new Properties();
    PGProperty.USER.set(properties, credentials.user());
    PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME.set(properties, PasswordLogin.class.getName());
    // The socket factory decides whom to trust; "require" means no falling back to plain text.
    PGProperty.SSL_MODE.set(properties, "require");
    PGProperty.SSL_FACTORY.set(properties, TlsSockets.class.getName());
    PGProperty.SOCKET_FACTORY.set(properties, InterruptibleSockets.class.getName());
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(options.connectTimeout()));
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds(options.loginTimeout()));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(options.answerTimeout()));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.APPLICATION_NAME.set(properties, "kahuna-" + options.service());
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
    if (!options.settings().isEmpty()) {
      PGProperty.OPTIONS.set(properties, commandLine(options));
    }
    return properties;
  }

  private static String commandLine(PostgresOptions options) {
    return options.settings().entrySet().stream()
        .map(s -> "-c " + s.getKey() + "=" + s.getValue().replaceAll("([\\\\ ])", "\\\\$1"))
        .collect(Collectors.joining(" "));
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.toSeconds()));
  }
}
