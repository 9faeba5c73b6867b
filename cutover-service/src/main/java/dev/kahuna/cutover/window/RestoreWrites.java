package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.Fences;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first act of an undo: closes the new database to the app, then lets the old one take writes
 * again.
 */
public final class RestoreWrites {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreWrites.class);

  /** How long to keep trying to close the new database before opening the old one anyway. */
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

  private final Fences fences;
  private final Clock clock;

  public RestoreWrites(CutoverDatabases databases, Clock clock) {
    this.fences = new Fences(databases);
    this.clock = clock;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    if (mayBeOpen(migration, leg)) {
      closeNew(migration, leg);
    }
    fences.openOld(migration, leg);
    return StepOutcome.done(new WritesRestored(leg, migration.attempt(AttemptSeries.cutover(leg))));
  }

  /** Whether the app can have been let into the new database. */
  private static boolean mayBeOpen(Migration migration, Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> LostReplica.mayBePromoted(migration);
      case TO_AURORA, BACK_TO_REPLICA -> migration.has(ReplicationStopped.class, leg);
    };
  }

  /**
   * A database that can't be reached from here can't be reached by the dynos either, so it delays
   * the undo only briefly. Any other failure to close it must not end with two databases that take
   * writes.
   */
  private void closeNew(Migration migration, Leg leg) throws Exception {
    try {
      var unused = fences.closeNew(migration, leg);
    } catch (SQLException | Unavailable e) {
      var since = Window.sinceAborted(migration, leg, clock.instant());
      if (!isOutOfReach(e) || since.compareTo(CLOSED_WITHIN) < 0) {
        throw e;
      }
      LOG.warn("{} the new database can't be closed now: {}", migration, e.getMessage());
    }
  }

  private static boolean isOutOfReach(Exception e) {
    return !(e instanceof SQLException sql)
        || PostgresFailures.kind(sql) == FailureKind.UNAVAILABLE;
  }
}
