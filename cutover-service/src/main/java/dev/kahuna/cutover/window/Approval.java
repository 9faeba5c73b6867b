package dev.kahuna.cutover.window;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.migration.ComparisonGaps;
import dev.kahuna.migration.Migration;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Policy;
import dev.kahuna.step.Gate;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds a leg back until its policy or the operator allows it to start; the leg to Aurora also
 * until the operator approves exactly what the comparison has no verdict on, unless the request
 * did.
 *
 * <p>The first attempt starts automatically unless approval is required; the way back needs none,
 * since the operator has requested it. After an undone window, the next attempt starts
 * automatically only as often as the policy allows, and after its pause. Otherwise it waits for the
 * operator to approve that attempt.
 */
public record Approval(Leg leg) implements Gate {

  @Override
  public Optional<String> waitingFor(Migration migration, Instant now) {
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    if (leg == Leg.TO_AURORA) {
      var gaps = ComparisonGaps.of(migration);
      if (gaps.approved()) {
        return Optional.empty();
      }
      if (gaps.needApproval()) {
        return Optional.of(
            "approval of %s although there is no verdict on every row: %s"
                .formatted(leg, gaps.unjudged().getFirst()));
      }
    }
    if (migration
        .find(CutoverApproved.class, leg.name())
        .filter(approved -> approved.attempt() == attempt)
        .isPresent()) {
      return Optional.empty();
    }
    var policy = policy(migration.request(), leg);
    if (attempt == 1 && leg == Leg.BACK_TO_REPLICA) {
      return Optional.empty();
    }
    if (attempt == 1) {
      return policy.approval() == MigrationRequest.Approval.AUTOMATIC
          ? Optional.empty()
          : Optional.of("approval of " + leg);
    }
    if (attempt - 1 > policy.retries()) {
      return Optional.of("approval of attempt %d of %s".formatted(attempt, leg));
    }
    var again = undoneAt(migration, attempt - 1).plus(policy.retryPause());
    return now.isBefore(again)
        ? Optional.of("the pause before attempt %d of %s, until %s".formatted(attempt, leg, again))
        : Optional.empty();
  }

  private Instant undoneAt(Migration migration, int attempt) {
    return migration
        .find(CutoverUndone.class, leg.name() + "#" + attempt)
        .map(CutoverUndone::at)
        .orElse(Instant.MIN);
  }

  /** The rules of a leg. */
  static Policy policy(MigrationRequest request, Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> request.cutover().toReplica();
      case TO_AURORA, BACK_TO_REPLICA -> request.cutover().toAurora();
    };
  }
}
