package dev.kahuna.event;

/**
 * Something that may have to be tried more than once.
 *
 * <p>Facts that belong to a try name its course and number; a later fact can take back all tries of
 * a course up to a number. Because both sides carry the number, what holds of a migration does not
 * depend on the order in which its facts arrive: an old fact delivered late changes nothing.
 */
public record AttemptSeries(String name) {
  /** Building the replica from the archive; tried again after a promotion that was undone. */
  public static final AttemptSeries REPLICA = new AttemptSeries("replica");

  /** Trouble of the logical replication. */
  public static final AttemptSeries TROUBLE = new AttemptSeries("trouble");

  /** Strangers at the database that the app has left in a leg. */
  public static AttemptSeries oldDatabase(Leg leg) {
    return new AttemptSeries("old-database-" + leg.slug());
  }

  /** A cutover. */
  public static AttemptSeries cutover(Leg leg) {
    return new AttemptSeries("cutover-" + leg.slug());
  }

  /** A step that failed for good and waits for the operator. */
  public static AttemptSeries step(String name) {
    return new AttemptSeries("step-" + name);
  }

  /** The try of this course with that number, counted from 1. */
  public Attempt attempt(int number) {
    return new Attempt(this, number);
  }
}
