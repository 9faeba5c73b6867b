package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step failed after its last retry. Outside a cutover it waits for {@link
 * OperatorEvent.StepRetryRequested}; inside one, before the pivot, the cutover is undone.
 *
 * @param step the step's name
 * @param attempt the attempt of the step, counted from 1; each retry by the operator begins another
 * @param reason a sentence for the operator, free of secrets
 * @param cutover the leg and attempt of the cutover that the step belongs to
 */
@JsonTypeName("step-failed")
public record StepFailed(
    String step, int attempt, FailureKind kind, String reason, Optional<CutoverAttempt> cutover)
    implements MigrationEvent {

  /** An attempt of a leg. */
  public record CutoverAttempt(Leg leg, int attempt) {}

  @Override
  public String about() {
    return step;
  }

  @Override
  public List<Attempt> partOf() {
    var attempts = new ArrayList<Attempt>();
    attempts.add(AttemptSeries.step(step).attempt(attempt));
    cutover.ifPresent(c -> attempts.add(AttemptSeries.cutover(c.leg()).attempt(c.attempt())));
    return List.copyOf(attempts);
  }
}
