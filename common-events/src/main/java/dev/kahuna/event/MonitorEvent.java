package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/** What replication-monitor says. */
public sealed interface MonitorEvent extends MigrationEvent {

  /** The replica has replayed what the archive holds; a cutover's drain will be short. */
  @JsonTypeName("replica-caught-up")
  record ReplicaCaughtUp(int attempt, Lsn replayLsn, long lagBytes) implements MonitorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt));
    }
  }

  /**
   * Every table is ready and the target is within a second of the replica. A cutover may try; what
   * it relies on it proves itself, behind its fence.
   */
  @JsonTypeName("replication-caught-up")
  record ReplicationCaughtUp(long lagBytes, int tables) implements MonitorEvent {}

  /**
   * The slot from which Aurora was to follow is given up, so that the replica's volume does not
   * fill. The app stays on the replica; this migration takes it no further.
   */
  @JsonTypeName("slot-given-up")
  record SlotGivenUp(String slot, String reason) implements MonitorEvent {}

  /**
   * Logical replication does not go on by itself.
   *
   * @param number counts the troubles of this migration from 1
   */
  @JsonTypeName("replication-troubled")
  record ReplicationTroubled(int number, String reason) implements MonitorEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.TROUBLE.attempt(number));
    }
  }

  /** The trouble of that number is over. */
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
   * Somebody is or was at the database that the app has left in this leg. What is written there is
   * in no other database.
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

  /** Nobody has been there for a while; the alarm of that number is over. */
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
