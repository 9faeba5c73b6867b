package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.request.SecretRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Facts that replica-service records. */
public sealed interface ReplicaEvent extends MigrationEvent {

  /** A fact that no longer holds once its build of the replica is lost. */
  sealed interface OfReplica extends ReplicaEvent {
    /** The build of the replica, counted from 1. */
    int attempt();

    @Override
    default List<Attempt> partOf() {
      return List.of(AttemptSeries.REPLICA.attempt(attempt()));
    }
  }

  /**
   * A host has its volume, Postgres, archive tool and certificates.
   *
   * @param certificate the Postgres server's certificate, PEM, read over the pinned SSH connection
   * @param clientIdentity PEM of the key and certificate that log in as the superuser
   */
  @JsonTypeName("host-prepared")
  record HostPrepared(HostRole role, String certificate, SecretRef clientIdentity)
      implements ReplicaEvent {
    @Override
    public String about() {
      return role.name();
    }
  }

  /** A base backup from the archive is in the replica's data directory. */
  @JsonTypeName("base-backup-restored")
  record BaseBackupRestored(int attempt, String backup, long bytes) implements OfReplica {}

  /** The replica is a hot standby that replays the archive. */
  @JsonTypeName("replica-started")
  record ReplicaStarted(int attempt, int majorVersion, int port) implements OfReplica {}

  /** The standby follows the replica. */
  @JsonTypeName("standby-started")
  record StandbyStarted(int attempt, int port) implements OfReplica, RequiresStandby {}

  /**
   * Aurora took the whole schema and the first rows of every table, in a database that was dropped
   * afterwards.
   *
   * @param rehearsal counted from 1
   * @param schema a digest for each kind of object of the source, by which a change is noticed
   * @param entries how many statements of pg_dump were tried
   * @param tables from how many tables rows were tried
   */
  @JsonTypeName("schema-rehearsed")
  record SchemaRehearsed(int rehearsal, Map<String, String> schema, int entries, int tables)
      implements ReplicaEvent {
    /** Keeps its own copy, sorted. */
    public SchemaRehearsed {
      schema = Collections.unmodifiableMap(new TreeMap<>(schema));
    }

    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.REHEARSAL.attempt(rehearsal));
    }
  }

  /** Tables, types and functions are on the target, without indexes and foreign keys. */
  @JsonTypeName("schema-copied")
  record SchemaCopied(int copy, int tables) implements ReplicaEvent, OfCopy {}

  /**
   * Every row that the app had where the slot begins is on the target.
   *
   * @param rows rows copied; by Aurora's statistics if the subscription copied them
   * @param bytes bytes transferred; on Aurora's disk if the subscription copied them
   */
  @JsonTypeName("data-copied")
  record DataCopied(int copy, int tables, long rows, long bytes) implements ReplicaEvent, OfCopy {}

  /** Indexes, constraints and triggers are on the target, and it is analyzed. */
  @JsonTypeName("indexes-built")
  record IndexesBuilt(int copy, int indexes, int constraints) implements ReplicaEvent, OfCopy {}

  /** The target subscribes to the replica from the slot of this copy. */
  @JsonTypeName("subscription-started")
  record SubscriptionStarted(int copy, String subscription, String slot)
      implements ReplicaEvent, OfCopy {}

  /** The standby replays again. */
  @JsonTypeName("standby-thawed")
  record StandbyThawed(int copy, Lsn frozenAt) implements ReplicaEvent, OfCopy, RequiresStandby {}

  /** The standby streams from the promoted replica again, so that another copy can begin. */
  @JsonTypeName("standby-following")
  record StandbyFollowing(int copy) implements ReplicaEvent, OfCopy, RequiresStandby {}

  /**
   * The standby has left the position at which it was frozen, before everything was copied from it.
   * Another copy begins by itself.
   */
  @JsonTypeName("freeze-lost")
  record FreezeLost(int copy, String reason) implements ReplicaEvent, OfCopy, Retraction {
    @Override
    public List<Attempt> retracts() {
      return partOf();
    }
  }

  /**
   * The schema of the database that the app moves to in this leg differs from that of the one that
   * it uses. No window opens until the list is settled.
   *
   * @param number counts such lists of this migration from 1
   * @param differences in the order in which they can be ended; at most a hundred
   * @param more how many there are besides
   */
  @JsonTypeName("schema-differs")
  record SchemaDiffers(Leg leg, int number, List<SchemaDifference> differences, int more)
      implements ReplicaEvent {
    /** Keeps its own copy. */
    public SchemaDiffers {
      differences = List.copyOf(differences);
    }

    @Override
    public String about() {
      return leg.name();
    }

    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.SCHEMA.attempt(number));
    }
  }

  /**
   * The list with that number no longer holds: the schemas are equal, or they differ in something
   * else, of which another list follows.
   *
   * @param comparison the comparison of all rows that must be made again, because tables changed; 0
   *     if none must
   */
  @JsonTypeName("schema-settled")
  record SchemaSettled(int number, int comparison) implements ReplicaEvent, Retraction {
    @Override
    public String about() {
      return String.valueOf(number);
    }

    @Override
    public List<Attempt> retracts() {
      var list = AttemptSeries.SCHEMA.attempt(number);
      return comparison == 0
          ? List.of(list)
          : List.of(list, AttemptSeries.COMPARISON.attempt(comparison));
    }
  }
}
