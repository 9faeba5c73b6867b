package dev.kahuna.operator.decision;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.migration.Migration;
import java.util.Optional;

/** Whether the replica can be copied to Aurora once more; pure. */
public final class CopyAgainDecision {
  private CopyAgainDecision() {}

  public static OperatorDecisions.Verdict request(
      Migration migration, boolean newCluster, String reason) {
    var copy = migration.attempt(AttemptSeries.COPY);
    return refusal(migration)
        .map(sentence -> OperatorDecisions.refuse(sentence.formatted(migration.id())))
        .orElseGet(
            () ->
                new OperatorDecisions.Verdict.Publish(
                    new CopyAgainRequested(copy, newCluster, reason)));
  }

  private static Optional<String> refusal(Migration migration) {
    if (migration.has(SettleRequested.class)) {
      return Optional.of("%s stays on the replica for good; nothing is copied any more.");
    }
    if (migration.has(PivotReached.class, Leg.BACK_TO_REPLICA)) {
      return Optional.of("%s is back on the replica and has ended; nothing is copied any more.");
    }
    if (migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return Optional.of(
          "%1$s is past the pivot of TO_AURORA, and the app writes to Aurora, where a copy would"
              + " overwrite it. 'kahuna rollback %1$s' moves it back once the migration is completed.");
    }
    if (!migration.has(PivotReached.class, Leg.TO_REPLICA)) {
      return Optional.of(
          "%1$s has copied nothing to Aurora yet: the app is still on Heroku. 'kahuna retry %1$s STEP' repeats a"
              + " failed step, 'kahuna cancel %1$s' ends the migration.");
    }
    if (!migration.has(CutoverCompleted.class, Leg.TO_REPLICA)
        || migration.has(CutoverStarted.class, Leg.TO_AURORA)) {
      return Optional.of(
          "%1$s has a window open; run the command again when it is over, as 'kahuna watch %1$s' shows.");
    }
    return migration.has(CopyAgainRequested.class)
        ? Optional.of("%1$s is already about to copy again; 'kahuna watch %1$s' follows it.")
        : Optional.empty();
  }
}
