package dev.kahuna.database;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Trust;
import java.sql.Connection;
import java.sql.SQLException;

/** A database that can be connected to. */
public record Database(PostgresEndpoint endpoint, Credentials credentials, Trust trust) {

  /**
   * A database on Heroku, whose servers present self-signed certificates that can't be verified.
   */
  public static Database onHeroku(PostgresUrl url) {
    return new Database(url.endpoint(), url.credentials(), new Trust.Unverified());
  }

  /** Another database of the same server. */
  public Database named(String database) {
    return new Database(endpoint.withDatabase(database), credentials, trust);
  }

  /** See {@link Databases#open}. */
  public Connection open(PostgresOptions options) throws SQLException {
    return Databases.open(endpoint, credentials, trust, options);
  }

  /** See {@link Databases#openForCopy}. */
  public CopyConnection openForCopy(PostgresOptions options) throws SQLException {
    return Databases.openForCopy(endpoint, credentials, trust, options);
  }
}
