package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.Sessions;
import java.sql.Connection;

/**
 * Fences Heroku's database as far as its owner can: a read-only default, and an end to every
 * session that began before it. A session can still issue {@code BEGIN READ WRITE}; what it then
 * commits moves the {@link dev.kahuna.event.CutoverEvent.SourceMark}, which is read again before
 * the pivot, and what it has not committed by then shows in {@link OpenTransactions}.
 */
public record HerokuFence() implements Fence {
  @Override
  public int close(Connection heroku) throws Exception {
    return Sessions.fence(heroku);
  }

  @Override
  public void open(Connection heroku) throws Exception {
    Sessions.lift(heroku);
  }

  /** No leg leads to Heroku's database. */
  @Override
  public boolean closeToApp(Connection heroku) throws Exception {
    Sessions.fence(heroku);
    return true;
  }
}
