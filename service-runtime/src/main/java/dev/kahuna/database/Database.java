package dev.kahuna.database;

import dev.kahuna.postgres.BareSession;
import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Trust;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A database that can be connected to.
 *
 * @param rotated whether somebody else changes the password from time to time, as RDS does with its
 *     master user's every seven days. The server takes the new one some seconds before the secret
 *     has it, so a refused login means no more than that the database is unavailable: whoever tries
 *     again reads the secret again.
 */
public record Database(
    PostgresEndpoint endpoint, Credentials credentials, Trust trust, boolean rotated) {
  private static final String INVALID_PASSWORD = "28P01";
  private static final String REFUSED_FOR_NOW = "08004";

  public Database(PostgresEndpoint endpoint, Credentials credentials, Trust trust) {
    this(endpoint, credentials, trust, false);
  }

  /**
   * A database on Heroku, whose servers present self-signed certificates that can't be verified.
   */
  public static Database onHeroku(PostgresUrl url) {
    return new Database(url.endpoint(), url.credentials(), new Trust.Unverified());
  }

  /** Another database of the same server. */
  public Database named(String database) {
    return new Database(endpoint.withDatabase(database), credentials, trust, rotated);
  }

  /** See {@link Databases#open}. */
  public Connection open(PostgresOptions options) throws SQLException {
    try {
      return Databases.open(endpoint, credentials, trust, options);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** See {@link Databases#openForCopy}. */
  public CopyConnection openForCopy(PostgresOptions options) throws SQLException {
    try {
      return Databases.openForCopy(endpoint, credentials, trust, options);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /**
   * See {@link BareSession#open}.
   *
   * @param limit of each wait
   */
  public BareSession openBare(Duration limit) throws SQLException {
    try {
      return BareSession.open(endpoint, credentials, trust, limit);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private SQLException refused(SQLException e) {
    return rotated && INVALID_PASSWORD.equals(e.getSQLState())
        ? new SQLException(
            "%s:%d refuses the password of %s, which may be changing just now; it is read again: %s"
                .formatted(endpoint.host(), endpoint.port(), credentials.user(), e.getMessage()),
            REFUSED_FOR_NOW,
            e)
        : e;
  }
}
