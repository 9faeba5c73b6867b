package dev.kahuna.cutover.fence;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Proves that a server has replayed the WAL of the database that was fenced, and not that of
 * another one. LSNs prove nothing: those of a former primary may be higher. But the fence has
 * changed a row of the catalog, and only a server that replays the same WAL has the same version of
 * that row.
 */
public final class Lineage {
  private static final Queries SQL = Queries.of(Lineage.class);

  private Lineage() {}

  /**
   * Whether a server has the fence of that database.
   *
   * @param fenced the database that was fenced
   * @param server that has replayed an LSN from after the fence, in any of its databases
   */
  public static boolean isShared(Connection fenced, Connection server) throws SQLException {
    var database = fenced.getCatalog();
    var fence = fence(fenced, database);
    return !fence.isEmpty() && fence.equals(fence(server, database));
  }

  private static List<String> fence(Connection server, String database) throws SQLException {
    return SQL.list(server, "fence-row", r -> r.getString(1), database);
  }
}
