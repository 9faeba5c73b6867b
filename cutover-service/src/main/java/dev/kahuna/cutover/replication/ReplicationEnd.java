package dev.kahuna.cutover.replication;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.ReplicationSlot;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Ends the replication in two acts. Inside the window the subscription is only disabled, which an
 * undo can reverse at once. When the app stays on Aurora, the subscription and its slot are
 * dropped. Only then does the replica begin to follow Aurora, so no change is replicated in a
 * circle.
 */
public final class ReplicationEnd {
  private static final Queries SQL = Queries.of(ReplicationEnd.class);

  private final CutoverDatabases databases;
  private final ReverseReplication reverse;

  public ReplicationEnd(CutoverDatabases databases, ReverseReplication reverse) {
    this.databases = databases;
    this.reverse = reverse;
  }

  public StepOutcome disable(Migration migration, Leg leg) throws SQLException {
    try (var subscriber = databases.open(migration, leg.to())) {
      new SubscriptionSwitch(subscriber, name(leg)).disable();
      return StepOutcome.done(
          new ReplicationStopped(leg, migration.attempt(AttemptSeries.cutover(leg))));
    }
  }

  /** Undoes {@link #disable}: the replication continues where it stopped. */
  public void enable(Migration migration, Leg leg) throws SQLException {
    try (var subscriber = databases.open(migration, leg.to())) {
      new SubscriptionSwitch(subscriber, name(leg)).enable();
    }
  }

  /** The name of publication, slot and subscription by which the new database follows. */
  public static String name(Leg leg) {
    return switch (leg) {
      case TO_REPLICA, TO_AURORA -> PublicationAndSlot.NAME;
      case BACK_TO_REPLICA -> ReverseReplication.NAME;
    };
  }

  public StepOutcome drop(Migration migration) throws SQLException {
    try (var target = databases.target(migration)) {
      new SubscriptionSwitch(target, PublicationAndSlot.NAME).drop();
    }
    try (var replica = databases.replica(migration)) {
      if (!ReplicationSlot.drop(replica, PublicationAndSlot.NAME)) {
        return StepOutcome.notYet("waiting until the slot is idle", Duration.ofMillis(500));
      }
    }
    reverse.enable(migration);
    return StepOutcome.done(new MigrationCompleted());
  }

  /**
   * Ends whoever uses the slot, so that it can be dropped, with those of the tables' first copy.
   */
  public static boolean isForcedOut(Connection replica) throws SQLException {
    SQL.list(replica, "end-slot-users", r -> r.getBoolean(1), PublicationAndSlot.NAME);
    SQL.one(replica, "drop-table-slots", r -> r.getLong(1));
    return ReplicationSlot.drop(replica, PublicationAndSlot.NAME);
  }

  /** Drops the subscription on Aurora, whether or not its slot is still there. */
  public static void dropSubscription(Connection aurora) throws SQLException {
    new SubscriptionSwitch(aurora, PublicationAndSlot.NAME).drop();
  }
}
