package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/** Facts that replication-monitor records. */
public sealed interface MonitorEvent extends MigrationEvent {

  /** The replica has replayed what the archive holds, so the drain of a cutover will be short. */
  @JsonTypeName("replica-caught-up")
  record ReplicaCaughtUp(int attempt, Lsn replayLsn, long lagBytes) implements MonitorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt));
    }
  }

  /**
   * The replica follows Heroku no longer, though no window is open: it was promoted, by a call of
   * an undone window that took effect late, say. It must be built again.
   *
   * @param attempt the build of the replica that is lost
   */
  @JsonTypeName("replica-lost")
  record ReplicaLost(int attempt) implements MonitorEvent, Retraction {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt));
    }

    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt));
    }
  }

  /**
   * Every table is ready and Aurora is within a second of the replica. A cutover may begin; after
   * its fence it proves for itself what it relies on.
   */
  @JsonTypeName("replication-caught-up")
  record ReplicationCaughtUp(int copy, long lagBytes, int tables) implements MonitorEvent, OfCopy {}

  /**
   * The slot from which Aurora follows the replica is gone, given up so that the replica's volume
   * does not fill. The app stays on the replica; only another copy leads on to Aurora.
   */
  @JsonTypeName("slot-given-up")
  record SlotGivenUp(int copy, String slot, String reason) implements MonitorEvent, OfCopy {}

  /**
   * Logical replication does not progress by itself.
   *
   * @param number counts such periods of this migration from 1
   */
  @JsonTypeName("replication-troubled")
  record ReplicationTroubled(int number, String reason) implements MonitorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.TROUBLE.attempt(number));
    }
  }

  /** The replication trouble with that number is over. */
  @JsonTypeName("replication-healed")
  record ReplicationHealed(int number) implements MonitorEvent, Retraction {
    @Override
    public String about() {
      return String.valueOf(number);
    }

    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.TROUBLE.attempt(number));
    }
  }

  /**
   * The way back is not whole: the replica does not follow Aurora, or not in every table. A
   * rollback is refused until it is.
   *
   * @param number counts such periods of this migration from 1
   * @param reason what is wrong and what cures it, for the operator
   */
  @JsonTypeName("way-back-broken")
  record WayBackBroken(int number, String reason) implements MonitorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.WAY_BACK.attempt(number));
    }
  }

  /** The replica follows Aurora again, in every table. */
  @JsonTypeName("way-back-whole")
  record WayBackWhole(int number) implements MonitorEvent, Retraction {
    @Override
    public String about() {
      return String.valueOf(number);
    }

    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.WAY_BACK.attempt(number));
    }
  }

  /**
   * Somebody uses or used the database that the app left in this leg. What is written there is in
   * no other database.
   *
   * @param number counts such alarms of this database from 1
   */
  @JsonTypeName("old-database-touched")
  record OldDatabaseTouched(Leg leg, int number, String reason) implements MonitorEvent {
    @Override
    public String about() {
      return leg.name();
    }

    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.oldDatabase(leg).attempt(number));
    }
  }

  /** Nobody has used the database for a while; the alarm with that number is over. */
  @JsonTypeName("old-database-quiet")
  record OldDatabaseQuiet(Leg leg, int number) implements MonitorEvent, Retraction {
    @Override
    public String about() {
      return leg.name() + "#" + number;
    }

    @Override
    public List<Attempt> retracts() {
      return List.of(AttemptSeries.oldDatabase(leg).attempt(number));
    }
  }
}
