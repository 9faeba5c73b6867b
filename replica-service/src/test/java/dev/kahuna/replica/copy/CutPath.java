package dev.kahuna.replica.copy;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.replica.rows.CopyServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A path whose one end ends all sessions, once, when a number of lots have been written but the
 * last of them has not been committed.
 */
public record CutPath(CopyServers servers, AtomicInteger lotsLeft, TestPostgres end)
    implements CopyPath {
  @Override
  public CopyConnection source() throws SQLException {
    return servers.source();
  }

  @Override
  public CopyConnection target() throws SQLException {
    return servers.target();
  }

  @Override
  public void check(Connection source) {
    if (lotsLeft.decrementAndGet() == 0) {
      end.query(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
              + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    }
  }
}
