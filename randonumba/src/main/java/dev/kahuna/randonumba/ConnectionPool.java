package dev.kahuna.randonumba;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * At most five connections. One that no longer answers, or whose last use failed, is replaced. So
 * the pool recovers by itself after its sessions were terminated, and after the database was
 * read-only for a while (a session keeps the read-only default with which it began).
 */
final class ConnectionPool implements AutoCloseable {
  private static final int SIZE = 5;
  private static final int WAIT_SECONDS = 5;
  private static final int VALIDATION_SECONDS = 2;

  /** What to do with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private final Optional<DatabaseUrl> url;
  private final Semaphore permits = new Semaphore(SIZE);
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  ConnectionPool(Optional<DatabaseUrl> url) {
    this.url = url;
  }

  /**
   * Does the work once, each statement in its own transaction. After a failure nobody knows whether
   * the statement took effect, so it is not repeated; the caller reports it.
   */
  <T> T use(Work<T> work) throws SQLException {
    acquire();
    try {
      var connection = borrow();
      var sound = false;
      try {
        var result = work.with(connection);
        sound = true;
        return result;
      } finally {
        if (sound && !closed) {
          idle.push(connection);
        } else {
          discard(connection);
        }
      }
    } finally {
      permits.release();
    }
  }

  private void acquire() throws SQLException {
    try {
      if (permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SQLException("No connection became free within " + WAIT_SECONDS + " s", "08000");
  }

  private Connection borrow() throws SQLException {
    for (@Nullable Connection found = idle.poll(); found != null; found = idle.poll()) {
      if (found.isValid(VALIDATION_SECONDS)) {
        return found;
      }
      discard(found);
    }
    var target = url.orElseThrow(() -> new SQLException("DATABASE_URL is not set", "08001"));
    return DriverManager.getConnection(target.jdbcUrl(), target.properties());
  }

  /** Closes what is idle; what is in use is closed after its use. */
  @Override
  public void close() {
    closed = true;
    for (@Nullable Connection found = idle.poll(); found != null; found = idle.poll()) {
      discard(found);
    }
  }

  private static void discard(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection is discarded anyway.
    }
  }
}
