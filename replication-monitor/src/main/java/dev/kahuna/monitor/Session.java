package dev.kahuna.monitor;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection that is kept between samples, and opened anew after it failed. */
final class Session implements AutoCloseable {

  /** Opens the connection. */
  interface Opening {
    Connection open() throws SQLException, InterruptedException;
  }

  /** Asks the server something. */
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private final Opening opening;
  private @Nullable Connection connection;

  Session(Opening opening) {
    this.opening = opening;
  }

  synchronized <T> T ask(Question<T> question) throws SQLException, InterruptedException {
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
        // It is of no use any more, whatever it has to say.
      }
    }
  }
}
