package dev.kahuna.database;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/** Drops replication slots, logical and physical ones. */
public final class ReplicationSlot {
  private static final Queries SQL = Queries.of(ReplicationSlot.class);

  private ReplicationSlot() {}

  /**
   * Drops the slot unless it is in use.
   *
   * @return whether it is gone; also true if there was none
   */
  public static boolean drop(Connection server, String slot) throws SQLException {
    SQL.one(server, "drop-slot", row -> row.getLong(1), slot);
    return !SQL.one(server, "slot-exists", row -> row.getBoolean(1), slot);
  }
}
