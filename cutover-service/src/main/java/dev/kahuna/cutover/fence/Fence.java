package dev.kahuna.cutover.fence;

import java.sql.Connection;

/**
 * Blocks writes to one {@link dev.kahuna.event.Site}, and allows them again. Each act can be
 * repeated: if its goal already holds, it changes nothing.
 */
public sealed interface Fence permits HerokuFence, ReplicaFence, AuroraFence {
  /**
   * Blocks all writes before the app leaves this database, as far as Kahuna's rights allow.
   *
   * @return how many sessions were ended
   */
  int close(Connection database) throws Exception;

  /** Undoes {@link #close} and {@link #closeToApp}. */
  void open(Connection database) throws Exception;

  /**
   * Keeps the app out when a window that would have brought it to this database is undone.
   *
   * @return false if the database takes no writes in any case, and nothing was closed
   */
  boolean closeToApp(Connection database) throws Exception;
}
