package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.request.MigrationRequest;
import java.util.List;

/** What the operator says, through {@code kahuna} or any Kafka client. */
public sealed interface OperatorEvent extends MigrationEvent {

  /** A migration is wanted. */
  @JsonTypeName("migration-requested")
  record MigrationRequested(MigrationRequest request) implements OperatorEvent {}

  /** A cutover may begin. */
  @JsonTypeName("cutover-approved")
  record CutoverApproved(Leg leg, int attempt) implements OperatorEvent {
    @Override
    public String about() {
      return leg.name();
    }

    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.cutover(leg).attempt(attempt));
    }
  }

  /**
   * The cause of a failure is mended.
   *
   * @param attempt the try that failed
   */
  @JsonTypeName("step-retry-requested")
  record StepRetryRequested(String step, int attempt) implements OperatorEvent, Retraction {
    @Override
    public String about() {
      return step + "#" + attempt;
    }

    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.step(step).attempt(attempt));
    }
  }

  /** The migration is given up; the app stays on, or goes back to, the database it is on. */
  @JsonTypeName("migration-cancelled")
  record MigrationCancelled(String reason) implements OperatorEvent {}

  /** The app is to go back from Aurora to the replica. */
  @JsonTypeName("rollback-requested")
  record RollbackRequested(String reason) implements OperatorEvent {}

  /** What the migration made and the app no longer needs may go. */
  @JsonTypeName("release-requested")
  record ReleaseRequested() implements OperatorEvent {}
}
