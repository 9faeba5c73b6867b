package dev.kahuna.cutover.database;

import dev.kahuna.failure.Unavailable;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a database's sessions read-only or writable again: new ones, and those that exist. */
public final class Sessions {
  private static final Queries SQL = Queries.of(Sessions.class);
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final int QUIET_READS = 3;

  /** Patience with sessions that do no harm if they stay. */
  private static final Poll SHORTLY =
      new Poll(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(2));

  private static final String NOT_PERMITTED = "42501";

  private Sessions() {}

  /**
   * Makes new sessions read-only, and ends older ones.
   *
   * <p>A session that was logging in when the default changed becomes visible only a moment later.
   * So several checks in a row must find no older session.
   *
   * @return how many sessions were ended
   * @throws Unavailable if some do not end
   */
  public static int fence(Connection connection) throws Exception {
    if (!isFenced(connection)) {
      SQL.run(connection, "mark-read-only");
    }
    return endOlder(connection, Poll.DATABASE);
  }

  static boolean isFenced(Connection connection) throws SQLException {
    return SQL.one(connection, "is-read-only", r -> r.getBoolean(1));
  }

  /**
   * Lets new sessions write, and ends those that began read-only, since they would stay so. Where
   * that is not permitted or fails, they stay until the app's next restart.
   */
  public static void lift(Connection connection) throws Exception {
    if (isFenced(connection)) {
      SQL.run(connection, "mark-writable");
    }
    try {
      endOlder(connection, SHORTLY);
    } catch (Unavailable e) {
      LOG.warn("some read-only sessions remain: {}", e.getMessage());
    } catch (SQLException e) {
      if (!NOT_PERMITTED.equals(e.getSQLState())) {
        throw e;
      }
      LOG.warn("some read-only sessions remain: {}", e.getMessage());
    }
  }

  private static int endOlder(Connection connection, Poll poll) throws Exception {
    var now = SQL.one(connection, "now", r -> r.getObject(1, OffsetDateTime.class));
    return end(poll, () -> SQL.list(connection, "end-sessions", r -> r.getInt(1), now));
  }

  /**
   * Ends sessions until several checks in a row find none.
   *
   * @param ending asks the sessions that are left to end, and returns their process ids
   * @throws Unavailable if some do not end
   */
  public static int end(Poll poll, Callable<List<Integer>> ending) throws Exception {
    var ended = new HashSet<Integer>();
    var quiet = new int[1];
    var done =
        poll.until(
            () -> {
              var left = ending.call();
              ended.addAll(left);
              quiet[0] = left.isEmpty() ? quiet[0] + 1 : 0;
              return quiet[0] == QUIET_READS;
            });
    if (!done) {
      throw new Unavailable("Some sessions of the database do not end");
    }
    return ended.size();
  }
}
