package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.Sessions;
import java.sql.Connection;

/**
 * Fences Heroku's database as far as its owner can: a read-only default, and an end to every
 * session that began before it. A session can still issue {@code BEGIN READ WRITE}. If it commits,
 * the {@link dev.kahuna.event.SourceMark} moves, which is read again before the pivot. If it has
 * not committed by then, {@link OpenTransactions} shows it.
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
