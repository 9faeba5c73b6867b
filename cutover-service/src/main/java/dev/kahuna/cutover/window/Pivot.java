package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.fence.HerokuFence;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Clock;
import java.time.Duration;

/**
 * The decision that from here on there is only forward. It is made in time or not at all, with
 * every fact of the migration read, and with Heroku's database as it was when it was drained. It is
 * claimed outside the log too, so that a pivot whose fact gets lost still is one.
 */
public final class Pivot {
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
          "%d records of this migration can't be read; see the topic of dead letters"
              .formatted(migration.unreadable()));
    }
    if (leg == Leg.TO_REPLICA) {
      nothingWasWrittenOnHeroku(migration);
    }
    if (Window.deadline(migration, leg).filter(end -> clock.instant().isBefore(end)).isEmpty()) {
      throw new Unavailable("The budget of the window is used up");
    }
    if (WindowDirection.FORWARD.claim(secrets, migration, leg) == WindowDirection.BACK) {
      throw new Rejected(StaleWindowGuard.SENTENCE);
    }
    return StepOutcome.done(new PivotReached(leg, migration.attempt(AttemptSeries.cutover(leg))));
  }

  /**
   * Transaction ids alone would also move by autovacuum's analyzing. Rows are counted in the
   * statistics, which a session hands in when it ends at the latest, and which servers before 15
   * show half a second late.
   */
  private void nothingWasWrittenOnHeroku(Migration migration) throws Exception {
    var drained = migration.get(ReplicaDrained.class, Leg.TO_REPLICA).mark();
    try (var heroku = databases.heroku(migration)) {
      // Nothing was open when it was drained, so with the same mark nothing has ended or is open.
      if (HerokuFence.mark(heroku).nextXid() == drained.nextXid()) {
        return;
      }
      Sessions.fence(heroku);
      if (STATISTICS.until(() -> HerokuFence.mark(heroku).changes() != drained.changes())) {
        throw new Rejected(
            "Somebody wrote on Heroku's database after it was fenced and drained: a client that"
                + " says BEGIN READ WRITE. Stop it, then approve another try");
      }
    }
  }
}
