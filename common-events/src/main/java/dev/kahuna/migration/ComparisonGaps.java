package dev.kahuna.migration;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.UnjudgedApproved;
import dev.kahuna.event.Unjudged;
import dev.kahuna.request.MigrationRequest.Approval;
import java.util.List;

/**
 * What the comparison before the window to Aurora has no verdict on.
 *
 * @param unjudged as the comparison that holds says; empty before there is one
 * @param approved whether the operator approved the attempt with exactly that
 * @param needApproval whether the window must not open without that approval
 */
public record ComparisonGaps(List<Unjudged> unjudged, boolean approved, boolean needApproval) {
  private static final Leg LEG = Leg.TO_AURORA;

  public static ComparisonGaps of(Migration migration) {
    var unjudged =
        migration
            .find(DataCompared.class, LEG.name())
            .map(DataCompared::unjudged)
            .orElse(List.of());
    var attempt = migration.attempt(AttemptSeries.cutover(LEG));
    var approved =
        migration
            .find(UnjudgedApproved.class, new UnjudgedApproved(LEG, attempt, unjudged).about())
            .filter(a -> a.attempt() == attempt && a.unjudged().equals(unjudged))
            .isPresent();
    return new ComparisonGaps(
        unjudged,
        approved && !unjudged.isEmpty(),
        !unjudged.isEmpty()
            && !approved
            && migration.request().cutover().unjudged() == Approval.REQUIRED);
  }
}
