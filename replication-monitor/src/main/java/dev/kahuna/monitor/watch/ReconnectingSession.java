package dev.kahuna.monitor.watch;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection that stays open between samples and is opened again after a failure. */
public final class ReconnectingSession implements AutoCloseable {

  /** Opens the connection. */
  public interface Opening {
    Connection open() throws SQLException, InterruptedException;
  }

  /** Runs a query on the server. */
  public interface Question<T> {
    public T ask(Connection connection) throws SQLException;
  }

  private final Opening opening;
  private @Nullable Connection connection;

  public ReconnectingSession(Opening opening) {
    this.opening = opening;
  }

  public synchronized <T> T ask(Question<T> question) throws SQLException, InterruptedException {
    var current = connection;
    if (current == null) {
      current = opening.open();
      connection = current;
    }
    try {
      return question.ask(current);
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    var ending = connection;
    connection = null;
    if (ending != null) {
      try {
        ending.close();
      } catch (SQLException e) {
        // The connection is useless now, even if it reports otherwise.
      }
    }
  }
}
