package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.request.MigrationRequest;
import java.util.List;

/** Decisions of the operator, published by {@code kahuna} or any Kafka client. */
public sealed interface OperatorEvent extends MigrationEvent {

  /** The operator requested a migration. */
  @JsonTypeName("migration-requested")
  record MigrationRequested(MigrationRequest request) implements OperatorEvent {}

  /** The operator approved an attempt of a cutover. */
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
   * The operator approved an attempt of a cutover although the comparison has no verdict on some
   * rows: on exactly these.
   */
  @JsonTypeName("unjudged-approved")
  record UnjudgedApproved(Leg leg, int attempt, List<Unjudged> unjudged) implements OperatorEvent {
    @Override
    public String about() {
      return "%s#%08x".formatted(leg.name(), unjudged.toString().hashCode());
    }

    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.cutover(leg).attempt(attempt));
    }
  }

  /**
   * The cause of a failure is fixed, and the step may run again.
   *
   * @param attempt the attempt that failed
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

  /**
   * The operator cancelled the migration. The app stays on its database; a window is undone. Does
   * not hold once a pivot is reached.
   */
  @JsonTypeName("migration-cancelled")
  record MigrationCancelled(String reason) implements OperatorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.CANCELLATION.attempt(1));
    }
  }

  /**
   * The operator wants the replica copied to Aurora once more. The copy that is named is given up
   * as soon as no window is open.
   *
   * @param newCluster whether the cluster is deleted, and the copy goes to another one
   */
  @JsonTypeName("copy-again-requested")
  record CopyAgainRequested(int copy, boolean newCluster, String reason)
      implements OperatorEvent, OfCopy {}

  /**
   * The app stays on the replica for good, and Aurora may be deleted. Takes effect as soon as no
   * window is open.
   */
  @JsonTypeName("settle-requested")
  record SettleRequested(String reason) implements OperatorEvent {}

  /** The operator asked for the way back, from Aurora to the replica. */
  @JsonTypeName("rollback-requested")
  record RollbackRequested(String reason) implements OperatorEvent {}

  /**
   * The SQL of a list of differences between the schemas may be run on the target.
   *
   * @param number that of the list
   */
  @JsonTypeName("schema-apply-requested")
  record SchemaApplyRequested(int number) implements OperatorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.SCHEMA.attempt(number));
    }
  }

  /**
   * These differences between the schemas may stay: they hold back no window any more.
   *
   * @param number that of the list that they are from
   */
  @JsonTypeName("schema-differences-accepted")
  record SchemaDifferencesAccepted(int number, List<SchemaDifference> differences)
      implements OperatorEvent {
    /** Keeps its own copy. */
    public SchemaDifferencesAccepted {
      differences = List.copyOf(differences);
    }

    @Override
    public String about() {
      return String.valueOf(number);
    }
  }

  /** What Kahuna created and the app no longer needs may be deleted. */
  @JsonTypeName("release-requested")
  record ReleaseRequested() implements OperatorEvent {}
}
