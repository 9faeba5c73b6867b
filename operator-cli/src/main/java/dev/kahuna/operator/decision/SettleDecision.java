package dev.kahuna.operator.decision;

import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.migration.AppSite;
import dev.kahuna.migration.Migration;
import java.util.Optional;

/** Whether the app can stay on the replica for good; pure. */
public final class SettleDecision {
  private SettleDecision() {}

  public static OperatorDecisions.Verdict request(Migration migration, String reason) {
    return refusal(migration)
        .map(sentence -> OperatorDecisions.refuse(sentence.formatted(migration.id())))
        .orElseGet(() -> new OperatorDecisions.Verdict.Publish(new SettleRequested(reason)));
  }

  private static Optional<String> refusal(Migration migration) {
    if (migration.has(SettleRequested.class)) {
      return Optional.of(
          "%1$s stays on the replica for good already; 'kahuna status %1$s' shows what is left to do.");
    }
    if (migration.has(PreflightRejected.class)) {
      return Optional.of("%s was rejected by preflight and has ended; nothing was moved.");
    }
    return switch (AppSite.of(migration)) {
      case HEROKU ->
          Optional.of(
              migration.has(MigrationCancelled.class)
                  ? "%s is already cancelled; the app is on Heroku."
                  : "%1$s is still on Heroku, so it can't stay on the replica. To end the migration, run 'kahuna cancel %1$s'.");
      case AURORA ->
          Optional.of(
              "%1$s is on Aurora. 'kahuna rollback %1$s' moves it back to the replica, 'kahuna release %1$s' deletes the replica.");
      case REPLICA ->
          AppSite.canStayOnReplica(migration)
              ? Optional.empty()
              : Optional.of(
                  migration.has(PivotReached.class, Leg.BACK_TO_REPLICA)
                      ? "%1$s is still ending the way back; run the command again when 'kahuna status %1$s' says ROLLED_BACK and runs nothing."
                      : "%1$s has a window open; run the command again when it is over, as 'kahuna watch %1$s' shows.");
    };
  }
}
