package dev.kahuna.cutover.copy;

import dev.kahuna.event.Attempt;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Retracts a copy that the operator wants repeated. It shares its lane with the steps of the
 * windows, so no window to Aurora opens beside it; the steps of the copy are due again afterwards.
 */
public final class GiveUpCopy {
  private static final List<AttemptSeries> WITH_THE_COPY =
      List.of(AttemptSeries.cutover(Leg.TO_AURORA), AttemptSeries.TROUBLE, AttemptSeries.SCHEMA);

  private GiveUpCopy() {}

  public static StepOutcome run(Migration migration) {
    var asked = migration.get(CopyAgainRequested.class);
    return StepOutcome.done(
        new CopyGivenUp(asked.copy(), asked.reason(), also(migration, asked.newCluster())));
  }

  private static List<Attempt> also(Migration migration, boolean newCluster) {
    var also = new ArrayList<Attempt>();
    var goes = newCluster ? Stream.of(AttemptSeries.TARGET) : Stream.<AttemptSeries>empty();
    for (var series : Stream.concat(WITH_THE_COPY.stream(), goes).toList()) {
      also.add(series.attempt(migration.attempt(series)));
    }
    migration.holding().stream()
        .map(LoggedEvent::event)
        .filter(StepFailed.class::isInstance)
        .map(StepFailed.class::cast)
        .map(failed -> AttemptSeries.step(failed.step()).attempt(failed.attempt()))
        .forEach(also::add);
    return List.copyOf(also);
  }
}
