package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.fence.OpenTransactions;
import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Decides that the new database takes over; from then on a window can only be completed. The pivot
 * is decided before the deadline or not at all, with every fact of the migration readable, and with
 * Heroku's database as it was when it was drained. It is claimed outside the log too, so that a
 * pivot whose fact gets lost still counts.
 */
public final class Pivot {
  /** Sessions end within milliseconds; autovacuum has a transaction id for about as long. */
  private static final Poll TRANSACTIONS =
      new Poll(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(2));

  private static final Poll STATISTICS =
      new Poll(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(700));

  private final CutoverDatabases databases;
  private final Secrets secrets;
  private final Clock clock;

  public Pivot(CutoverDatabases databases, Secrets secrets, Clock clock) {
    this.databases = databases;
    this.secrets = secrets;
    this.clock = clock;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    if (migration.unreadable() > 0) {
      throw new Rejected(
          "%d records of this migration can't be read; see the dead-letter topic"
              .formatted(migration.unreadable()));
    }
    if (leg == Leg.TO_REPLICA) {
      requireNoWriteOnHeroku(migration);
    }
    if (Window.deadline(migration, leg).filter(end -> clock.instant().isBefore(end)).isEmpty()) {
      throw new Unavailable("The window's budget is used up");
    }
    if (WindowDirection.FORWARD.claim(secrets, migration, leg) == WindowDirection.BACK) {
      throw new Rejected(StaleWindowGuard.SENTENCE);
    }
    return StepOutcome.done(new PivotReached(leg, migration.attempt(AttemptSeries.cutover(leg))));
  }

  /**
   * Requires that no transaction is open that could commit after the pivot, and that none has
   * committed since the drain. Transaction ids alone are not enough, since autovacuum's ANALYZE
   * uses them too. All sessions have ended, so the statistics contain everything that they changed;
   * servers before 15 show it half a second late.
   */
  private void requireNoWriteOnHeroku(Migration migration) throws Exception {
    var drained = migration.get(ReplicaDrained.class, Leg.TO_REPLICA).mark();
    try (var heroku = databases.heroku(migration)) {
      requireNoTransaction(heroku);
      if (SourceMarks.read(heroku).nextXid() == drained.nextXid()) {
        return;
      }
      if (STATISTICS.until(() -> SourceMarks.read(heroku).showsWritesSince(drained))) {
        throw new Rejected(
            "Somebody wrote to Heroku's database after it was fenced and drained: a client that"
                + " issues BEGIN READ WRITE. Stop that client, then approve another attempt");
      }
    }
  }

  private static void requireNoTransaction(Connection heroku) throws Exception {
    var left = new ArrayList<String>();
    var none =
        TRANSACTIONS.until(
            () -> {
              left.clear();
              left.addAll(OpenTransactions.afterEndingSessions(heroku));
              return left.isEmpty();
            });
    if (!none) {
      throw new Rejected(
          ("Transactions are open on Heroku's database behind its fence, and their sessions can't be"
                  + " ended from here: %s. What they commit would be lost. Stop these clients, then"
                  + " approve another attempt")
              .formatted(String.join(", ", left)));
    }
  }
}
