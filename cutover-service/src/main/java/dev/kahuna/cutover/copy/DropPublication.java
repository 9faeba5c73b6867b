package dev.kahuna.cutover.copy;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.replica.StandbyFreeze;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.database.ReplicationSlot;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what the replica keeps for Aurora, where the app stays on the replica. Aurora itself is not
 * asked: it may be what is broken, and it is deleted afterwards. The standby follows the replica
 * from then on; one that does not is given up, because what its slot keeps would fill the volume.
 */
public final class DropPublication {
  private static final Logger LOG = LoggerFactory.getLogger(DropPublication.class);
  private static final Queries SQL = Queries.of(DropPublication.class);
  private static final Poll STREAMING =
      new Poll(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final CutoverDatabases databases;
  private final StandbyFreeze standbyFreeze;

  public DropPublication(CutoverDatabases databases, StandbyFreeze standbyFreeze) {
    this.databases = databases;
    this.standbyFreeze = standbyFreeze;
  }

  /** The work of the step; can be repeated. */
  public StepOutcome run(Migration migration) throws Exception {
    try (var replica = databases.replica(migration)) {
      if (!ReplicationEnd.isForcedOut(replica)) {
        return StepOutcome.notYet("waiting until the slot is idle", Duration.ofMillis(500));
      }
      SQL.run(replica, "drop-publication");
      var follows = migration.request().hasStandby() && standbyFollows(migration, replica);
      if (!follows) {
        ReplicationSlot.drop(replica, ReplicationNames.STANDBY_SLOT);
      }
      return StepOutcome.done(new PublicationDropped(follows));
    }
  }

  private boolean standbyFollows(Migration migration, Connection replica) throws Exception {
    if (standbySlot(replica).isEmpty()) {
      return false;
    }
    try {
      standbyFreeze.thaw(migration);
    } catch (SQLException e) {
      LOG.warn("{} the standby can't be reached and is given up: {}", migration, e.getMessage());
      return false;
    }
    return STREAMING.until(() -> standbySlot(replica).contains(true));
  }

  /** Whether the standby's slot is in use; empty where there is none. */
  private static List<Boolean> standbySlot(Connection replica) throws SQLException {
    return SQL.list(
        replica, "standby-slot", row -> row.getBoolean(1), ReplicationNames.STANDBY_SLOT);
  }
}
