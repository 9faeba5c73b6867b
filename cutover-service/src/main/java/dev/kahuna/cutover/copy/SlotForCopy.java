package dev.kahuna.cutover.copy;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.replica.StandbyFreeze;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the slot of another copy on the live replica, while the app writes. The standby's replay is
 * paused before, so that it is not past the slot's consistent point and can be brought to it.
 */
public final class SlotForCopy {
  private static final Queries SQL = Queries.of(SlotForCopy.class);
  private static final String TIMED_OUT = "57014";
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final CutoverDatabases databases;
  private final PublicationAndSlot publicationAndSlot;

  public SlotForCopy(CutoverDatabases databases, PublicationAndSlot publicationAndSlot) {
    this.databases = databases;
    this.publicationAndSlot = publicationAndSlot;
  }

  public StepOutcome run(Migration migration) throws Exception {
    if (!isStandbyPaused(migration)) {
      return StepOutcome.notYet("waiting for the standby's replay to pause", PAUSE);
    }
    return create(migration)
        .map(at -> StepOutcome.done(fact(migration, at)))
        .orElseGet(
            () ->
                StepOutcome.notYet(
                    "waiting for the transactions that are open on the replica", PAUSE));
  }

  private static SlotCreated fact(Migration migration, Lsn at) {
    return new SlotCreated(
        Leg.TO_REPLICA,
        migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA)),
        migration.attempt(AttemptSeries.COPY),
        ReplicationNames.PUBLICATION,
        ReplicationNames.SLOT,
        at);
  }

  private boolean isStandbyPaused(Migration migration) throws Exception {
    if (!migration.request().hasStandby()) {
      return true;
    }
    try (var standby = databases.standby(migration)) {
      return StandbyFreeze.pause(standby).isPresent();
    }
  }

  /** The server makes the slot once every transaction that is open now has ended. */
  private Optional<Lsn> create(Migration migration) throws SQLException {
    try (var replica = databases.toRebuild(migration)) {
      var at = PublicationAndSlot.create(replica, publicationAndSlot.password(migration));
      // Aurora lacks the row, so the next heartbeat must be an INSERT behind the slot's beginning.
      SQL.run(replica, "forget-heartbeat");
      return at;
    } catch (SQLException e) {
      if (TIMED_OUT.equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
