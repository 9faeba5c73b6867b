package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The transactions that could still commit on a database after its fence. {@link
 * dev.kahuna.event.SourceMark} does not show them: it moves when one ends.
 */
public final class OpenTransactions {
  private static final Queries SQL = Queries.of(OpenTransactions.class);

  private OpenTransactions() {}

  /**
   * Ends the session of every client, then looks.
   *
   * @return who still has a transaction, for the operator to read; empty if nobody has one
   */
  public static List<String> afterEndingSessions(Connection database) throws Exception {
    Sessions.fence(database);
    return of(database);
  }

  /** Who has a transaction now, but for Kahuna; for the operator to read. */
  public static List<String> of(Connection database) throws SQLException {
    return SQL.list(database, "open-transactions", r -> r.getString(1));
  }
}
