package dev.kahuna.cutover.app;

import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A session of the app's role that ignores the fence: its transaction begins READ WRITE. It ends
 * with the session.
 */
public final class RogueSession implements AutoCloseable {
  private final Connection connection;

  private RogueSession(Connection connection) throws SQLException {
    this.connection = connection;
    execute("SET application_name = 'rogue'", "BEGIN READ WRITE");
  }

  /** On a server of {@link AppDatabase}. */
  public static RogueSession on(TestPostgres server) throws SQLException {
    return new RogueSession(AppDatabase.asApp(server));
  }

  /** By a session of the app that is open already. */
  public static RogueSession in(Connection session) throws SQLException {
    return new RogueSession(session);
  }

  public void execute(String... statements) throws SQLException {
    AppDatabase.execute(connection, statements);
  }

  public void commit() throws SQLException {
    execute("COMMIT");
  }

  public boolean isAlive() throws SQLException {
    return connection.isValid(1);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
