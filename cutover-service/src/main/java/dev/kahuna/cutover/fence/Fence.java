package dev.kahuna.cutover.fence;

import java.sql.Connection;

/**
 * Takes writing away from one {@link dev.kahuna.event.Site}, and gives it back. Each act can be
 * repeated: where its goal holds already, it changes nothing.
 */
public sealed interface Fence permits HerokuFence, ReplicaFence, AuroraFence {
  /**
   * Before the app leaves this database: nobody can write to it any more, as far as Kahuna's rights
   * go.
   *
   * @return how many sessions were ended
   */
  int close(Connection database) throws Exception;

  /** Undoes {@link #close} and {@link #closeToApp}. */
  void open(Connection database) throws Exception;

  /**
   * When a window that was to bring the app to this database is taken back.
   *
   * @return false if the database takes no writes in any case, and nothing was closed
   */
  boolean closeToApp(Connection database) throws Exception;
}
