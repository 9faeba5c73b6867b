package dev.kahuna.replica.schema;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How many locks a server has room for. Some statements lock every table in one transaction, such
 * as {@code CREATE SUBSCRIPTION}; a query of a partitioned table locks its partitions and their
 * indexes.
 *
 * @param perTransaction {@code max_locks_per_transaction}
 * @param transactions {@code max_connections} and {@code max_prepared_transactions} together
 */
public record LockRoom(int perTransaction, int transactions) {
  private static final Queries QUERIES = Queries.of(LockRoom.class);

  /** What other sessions may lock at the same time: the app's, the copy's, the server's own. */
  private static final long RESERVE = 2_000;

  /** The room of a server, by its settings. */
  public static LockRoom of(Connection server) throws SQLException {
    return QUERIES.one(server, "lock-room", row -> new LockRoom(row.getInt(1), row.getInt(2)));
  }

  /** The number of the app's tables, partitions and materialized views in a database. */
  public static long relations(Connection database) throws SQLException {
    return QUERIES.one(database, "lockable", row -> row.getLong(1));
  }

  /**
   * Tells the operator what to set on the target, if it has too little room.
   *
   * @param relations how many one transaction may have to lock
   */
  public Optional<String> lack(long relations) {
    var room = (long) perTransaction * transactions;
    var needed = relations + RESERVE;
    return room >= needed
        ? Optional.empty()
        : Optional.of(
            "The target has room for %d locks: max_locks_per_transaction (%d) times max_connections and max_prepared_transactions (%d). The source has %d tables, partitions and materialized views, which one transaction may have to lock, and %d locks must be left for other sessions. With less, the copy would fail with 'out of shared memory'. Set max_locks_per_transaction to %d in the cluster's parameter group: aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name GROUP --parameters ParameterName=max_locks_per_transaction,ParameterValue=%6$d,ApplyMethod=pending-reboot. The server reads it when it starts, so then run: aws rds reboot-db-instance --db-instance-identifier INSTANCE"
                .formatted(room, perTransaction, transactions, relations, RESERVE, enough(needed)));
  }

  /** The next power of two that is enough. */
  private long enough(long needed) {
    var least = Math.ceilDiv(needed, transactions);
    return Long.highestOneBit(Math.max(1, least - 1)) << 1;
  }
}
