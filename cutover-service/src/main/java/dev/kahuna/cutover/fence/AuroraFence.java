package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.app.AppLogin;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;

/**
 * Takes writing away from Aurora, where Kahuna is no superuser: the app's role may not log in,
 * everybody else's sessions begin read-only, and no older session is left.
 */
public final class AuroraFence {
  private final CutoverDatabases databases;

  public AuroraFence(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var aurora = databases.target(migration)) {
      AppLogin.close(aurora, databases.appRole(migration));
      var ended = Sessions.fence(aurora);
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.BACK_TO_REPLICA));
      return StepOutcome.done(
          new SourceFenced(Leg.BACK_TO_REPLICA, attempt, HerokuFence.end(aurora), ended));
    }
  }

  /** The other way; does nothing where nothing is closed. */
  public static void open(Connection aurora, String role) throws Exception {
    Sessions.lift(aurora);
    AppLogin.open(aurora, role);
  }
}
