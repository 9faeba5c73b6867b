package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps the app out of Aurora from the undo of a window until the next one is prepared. Web dynos
 * that have already booted there would write rows that are never carried back.
 */
public final class AppLogin {
  private static final Queries SQL = Queries.of(AppLogin.class);

  private AppLogin() {}

  /** Forbids the role to log in, and ends its sessions. */
  public static void close(Connection target, String role) throws Exception {
    name(target, role);
    SQL.run(target, "forbid-login");
    var unused =
        Sessions.end(
            Poll.DATABASE, () -> SQL.list(target, "end-sessions-of-role", r -> r.getInt(1)));
  }

  /** Lets the role log in again; does nothing if it already may. */
  public static void open(Connection target, String role) throws SQLException {
    name(target, role);
    SQL.run(target, "allow-login");
  }

  private static void name(Connection target, String role) throws SQLException {
    SQL.run(target, "name-role", role);
  }
}
