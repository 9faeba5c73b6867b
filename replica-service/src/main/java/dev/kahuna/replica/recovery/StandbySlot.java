package dev.kahuna.replica.recovery;

import dev.kahuna.database.ReplicationSlot;
import dev.kahuna.event.HostRole;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.host.HostDatabases;
import java.sql.SQLException;

/**
 * The physical slot by which the replica keeps the WAL that the standby lacks: while the standby is
 * copied and while it is frozen, for as long as the copy takes.
 */
record StandbySlot(HostDatabases databases) {
  static final String NAME = ReplicationNames.STANDBY_SLOT;

  private static final Queries QUERIES = Queries.of(StandbySlot.class);

  /** Drops the slot, which the server may have invalidated, so that it can be created again. */
  void drop(Migration migration) throws SQLException {
    try (var replica = databases.open(migration, HostRole.REPLICA)) {
      ReplicationSlot.drop(replica, NAME);
    }
  }

  /**
   * Creates the slot unless it exists.
   *
   * @return the size of the replica's databases in bytes, which is about what will be copied
   */
  long ensure(Migration migration) throws SQLException {
    try (var replica = databases.open(migration, HostRole.REPLICA)) {
      QUERIES.list(replica, "ensure-slot", row -> row.getString(1), NAME, NAME);
      return QUERIES.one(replica, "size", row -> row.getLong(1));
    }
  }
}
