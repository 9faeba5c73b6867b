package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.Sessions;
import java.sql.Connection;

/**
 * Fences Aurora, where Kahuna is not superuser: the app's role may not log in, all other sessions
 * begin read-only, and every older session is ended.
 *
 * @param appRole with which the apps log in
 */
public record AuroraFence(String appRole) implements Fence {
  @Override
  public int close(Connection aurora) throws Exception {
    AppLogin.close(aurora, appRole);
    return Sessions.fence(aurora);
  }

  @Override
  public void open(Connection aurora) throws Exception {
    Sessions.lift(aurora);
    AppLogin.open(aurora, appRole);
  }

  /** Only the app is locked out; Aurora continues to follow the replica. */
  @Override
  public boolean closeToApp(Connection aurora) throws Exception {
    AppLogin.close(aurora, appRole);
    return true;
  }
}
