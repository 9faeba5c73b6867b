package dev.kahuna.event;

/**
 * Something that may need more than one attempt.
 *
 * <p>Facts of an attempt name its series and number. A later fact can retract all attempts of a
 * series up to a number. Because both carry the number, the facts that hold do not depend on the
 * order in which they arrive: an old fact that is delivered late changes nothing.
 */
public record AttemptSeries(String name) {
  /** A build of the replica from the archive; repeated after a promotion that was undone. */
  public static final AttemptSeries REPLICA = new AttemptSeries("replica");

  /** An Aurora cluster; another one where the operator wants that for another copy. */
  public static final AttemptSeries TARGET = new AttemptSeries("target");

  /** A copy of the replica to Aurora; repeated when the operator asks, or its source is lost. */
  public static final AttemptSeries COPY = new AttemptSeries("copy");

  /** Periods in which logical replication does not progress. */
  public static final AttemptSeries TROUBLE = new AttemptSeries("trouble");

  /** Periods in which the replica does not follow Aurora. */
  public static final AttemptSeries WAY_BACK = new AttemptSeries("way-back");

  /** Lists of differences between the schemas of the database that the app uses and the next. */
  public static final AttemptSeries SCHEMA = new AttemptSeries("schema");

  /**
   * Comparisons of all rows before the window to Aurora. A change of a table voids the one before,
   * and so does a request to retry the step.
   */
  public static final AttemptSeries COMPARISON = step("compare-data");

  /** Checks of the replica; a request to retry the step also asks for another check. */
  public static final AttemptSeries CHECK = step("check-replica");

  /**
   * Rehearsals of the schema on Aurora. A change of the schema voids the one before; a request to
   * retry the step asks for another.
   */
  public static final AttemptSeries REHEARSAL = step("rehearse-schema");

  /** The cancellation of a migration: there is one attempt, which a pivot retracts. */
  public static final AttemptSeries CANCELLATION = new AttemptSeries("cancellation");

  /** Alarms about use of the database that the app left in a leg. */
  public static AttemptSeries oldDatabase(Leg leg) {
    return new AttemptSeries("old-database-" + leg.slug());
  }

  /** The cutover of a leg. */
  public static AttemptSeries cutover(Leg leg) {
    return new AttemptSeries("cutover-" + leg.slug());
  }

  /** A step that failed after its last retry and waits for the operator. */
  public static AttemptSeries step(String name) {
    return new AttemptSeries("step-" + name);
  }

  /** The attempt of this series with that number, counted from 1. */
  public Attempt attempt(int number) {
    return new Attempt(this, number);
  }
}
