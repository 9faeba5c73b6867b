package dev.kahuna.cutover.index;

import dev.kahuna.failure.Rejected;
import dev.kahuna.lease.Lease;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/** Checks and rebuilds indexes of a server that takes writes. */
public final class IndexRepair {
  private static final Queries SQL = Queries.of(IndexRepair.class);
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String INDEX_CORRUPTED = "XX002";

  private final Connection server;
  private boolean canCheck;

  public IndexRepair(Connection server) throws SQLException {
    this.server = server;
    this.canCheck = SQL.one(server, "amcheck", row -> row.getBoolean(1));
  }

  /**
   * Whether amcheck finds the index in order; false if the server lacks amcheck, or refuses to
   * create the extension, as an event trigger may. The extension is dropped again afterwards.
   */
  public boolean isProven(String index) throws SQLException {
    if (!canCheck) {
      return false;
    }
    server.setAutoCommit(false);
    try {
      SQL.run(server, "without-event-triggers");
      canCheck = isCreated();
      if (!canCheck) {
        return false;
      }
      SQL.run(server, "check-index", index);
      return true;
    } catch (SQLException e) {
      if (INDEX_CORRUPTED.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    } finally {
      server.rollback();
      server.setAutoCommit(true);
    }
  }

  private boolean isCreated() throws SQLException {
    try {
      SQL.run(server, "create-amcheck");
      return true;
    } catch (SQLException e) {
      if (server.isValid(1)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Rebuilds the index.
   *
   * @throws Rejected if the table has duplicates that a unique index forbids; it admitted them
   *     while it was misordered
   */
  public void rebuild(TextIndex index) throws SQLException {
    Lease.check();
    try (var statement = server.createStatement()) {
      statement.execute("REINDEX INDEX " + index.name());
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new Rejected(
            "The unique index %s can't be rebuilt, because the table has rows with the same key: remove the duplicates on Heroku, then retry this step"
                .formatted(index.name()));
      }
      throw e;
    }
    if (canCheck && index.isBtree() && !isProven(index.name())) {
      throw new SQLException(
          index.name() + " is misordered again right after it was rebuilt", INDEX_CORRUPTED);
    }
  }
}
