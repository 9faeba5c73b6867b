package dev.kahuna.cutover.database;

import dev.kahuna.event.Lsn;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads a server's position in its write-ahead log. */
public final class Wal {
  private static final Queries SQL = Queries.of(Wal.class);

  private Wal() {}

  /** The end of a primary's WAL, including bytes that are not yet written to disk. */
  public static Lsn insertLsn(Connection primary) throws SQLException {
    return Lsn.parse(SQL.one(primary, "insert-lsn", r -> r.getString(1)));
  }

  /** How far a server in recovery has replayed. */
  public static Lsn replayedLsn(Connection standby) throws SQLException {
    return Lsn.parse(SQL.one(standby, "replayed", r -> r.getString(1)));
  }

  /** Whether the server still replays the WAL of another one, and so takes no writes. */
  public static boolean isInRecovery(Connection server) throws SQLException {
    return SQL.one(server, "in-recovery", r -> r.getBoolean(1));
  }
}
