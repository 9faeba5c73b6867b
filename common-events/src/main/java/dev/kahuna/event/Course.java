package dev.kahuna.event;

import java.util.Locale;

/**
 * Something that may have to be tried more than once.
 *
 * <p>Facts that belong to a try name its course and number; a later fact can take back all tries of
 * a course up to a number. Because both sides carry the number, what holds of a migration does not
 * depend on the order in which its facts arrive: an old fact delivered late changes nothing.
 */
public record Course(String name) {
  /** Building the replica from the archive; tried again after a promotion that was undone. */
  public static final Course REPLICA = new Course("replica");

  /** Trouble of the logical replication. */
  public static final Course TROUBLE = new Course("trouble");

  /** Strangers at the database that the app has left in a leg. */
  public static Course oldDatabase(Leg leg) {
    return new Course("old-database-" + leg.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** A cutover. */
  public static Course cutover(Leg leg) {
    return new Course("cutover-" + leg.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** A step that failed for good and waits for the operator. */
  public static Course step(String name) {
    return new Course("step-" + name);
  }

  /** The try of this course with that number, counted from 1. */
  public Attempt attempt(int number) {
    return new Attempt(this, number);
  }
}
