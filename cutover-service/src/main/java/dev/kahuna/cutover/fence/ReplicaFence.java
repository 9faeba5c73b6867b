package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;

/**
 * Fences the replica, where Kahuna is superuser and the fence is airtight: only superusers and
 * Aurora's own replication may log in, and every other session is ended.
 */
public record ReplicaFence() implements Fence {
  private static final Queries SQL = Queries.of(ReplicaFence.class);

  @Override
  public int close(Connection replica) throws Exception {
    SQL.run(replica, "close-logins");
    return Sessions.fence(replica);
  }

  @Override
  public void open(Connection replica) throws Exception {
    Sessions.lift(replica);
    SQL.run(replica, "open-logins");
  }

  /** A replica still in recovery takes no writes, and can't be told to refuse them. */
  @Override
  public boolean closeToApp(Connection replica) throws Exception {
    if (Wal.isInRecovery(replica)) {
      return false;
    }
    close(replica);
    return true;
  }
}
