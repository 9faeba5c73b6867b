package dev.kahuna.operator.decision;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.OperatorEvent.UnjudgedApproved;
import dev.kahuna.event.Unjudged;
import dev.kahuna.migration.ComparisonGaps;
import dev.kahuna.migration.Migration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the window to Aurora may open without a verdict on some rows; pure. */
public final class UnjudgedDecision {
  private static final Leg LEG = Leg.TO_AURORA;

  /** The step that compares. */
  static final String COMPARISON = "compare-data";

  private UnjudgedDecision() {}

  /** Approves the leg with exactly what the comparison has no verdict on. */
  public static OperatorDecisions.Verdict approve(Migration migration, Leg leg) {
    if (leg != LEG) {
      return OperatorDecisions.refuse(
          "Only %s has a comparison before its window; approve %s without --unjudged."
              .formatted(LEG, leg));
    }
    var gaps = ComparisonGaps.of(migration);
    return OperatorDecisions.ended(migration)
        .or(() -> OperatorDecisions.alreadyStarted(migration, LEG))
        .or(() -> OperatorDecisions.notReady(migration, LEG))
        .or(
            () ->
                gaps.needApproval()
                    ? Optional.empty()
                    : Optional.of(
                        "%s does not wait for such an approval: %s."
                            .formatted(migration.id(), why(gaps))))
        .map(OperatorDecisions::refuse)
        .orElseGet(
            () ->
                new OperatorDecisions.Verdict.Publish(
                    new UnjudgedApproved(
                        LEG, migration.attempt(AttemptSeries.cutover(LEG)), gaps.unjudged())));
  }

  private static String why(ComparisonGaps gaps) {
    if (gaps.approved()) {
      return "it already has it";
    }
    return gaps.unjudged().isEmpty()
        ? "no comparison has left rows without a verdict"
        : "its request allows it";
  }

  /** Why the leg can't be approved as if every row had a verdict. */
  static Optional<String> unjudged(Migration migration, Leg leg) {
    var gaps = ComparisonGaps.of(migration);
    return leg == LEG && gaps.needApproval()
        ? Optional.of(
            "The comparison of %1$s has no verdict on some rows, which may differ: %2$s. Run 'kahuna retry %1$s %3$s' to compare again, when the app writes less; or 'kahuna approve %1$s %4$s --unjudged' to open the window nevertheless."
                .formatted(
                    migration.id(),
                    gaps.unjudged().stream()
                        .map(Unjudged::toString)
                        .collect(Collectors.joining("; ")),
                    COMPARISON,
                    LEG))
        : Optional.empty();
  }

  /** Another comparison, as long as the window waits for the approval of this one's gaps. */
  static Optional<OperatorDecisions.Verdict> compareAgain(Migration migration, String step) {
    return step.equals(COMPARISON) && ComparisonGaps.of(migration).needApproval()
        ? Optional.of(
            new OperatorDecisions.Verdict.Publish(
                new StepRetryRequested(step, migration.attempt(AttemptSeries.COMPARISON))))
        : Optional.empty();
  }
}
