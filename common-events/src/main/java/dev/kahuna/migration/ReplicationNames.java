package dev.kahuna.migration;

/**
 * What Kahuna calls its objects in Postgres. One service creates them and another one uses or drops
 * them, so the names are a contract between services, as the events are. SQL repeats them as
 * literals; a test compares those with these.
 */
public final class ReplicationNames {
  /** The schema of Kahuna's own tables, on every database. */
  public static final String SCHEMA = "kahuna";

  /** The publication on the replica: every table. */
  public static final String PUBLICATION = "kahuna";

  /** The logical slot on the replica from which Aurora follows. */
  public static final String SLOT = "kahuna";

  /** The subscription on Aurora. */
  public static final String SUBSCRIPTION = "kahuna";

  /** As whom Aurora reads the replica; no superuser. */
  public static final String REPLICATION_ROLE = "kahuna_replication";

  /** Publication, slot and role on Aurora and subscription on the replica, for the way back. */
  public static final String REVERSE = "kahuna_reverse";

  /** The physical slot on the replica from which the standby streams. */
  public static final String STANDBY_SLOT = "kahuna_standby";

  private ReplicationNames() {}
}
