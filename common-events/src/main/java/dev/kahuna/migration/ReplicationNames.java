package dev.kahuna.migration;

/**
 * Names of Kahuna's objects in Postgres. One service creates them and another uses or drops them,
 * so the names are a contract between services, as the facts are. SQL repeats them as literals; a
 * test compares the literals with these constants.
 */
public final class ReplicationNames {
  /** The schema of Kahuna's own tables, on every database. */
  public static final String SCHEMA = "kahuna";

  /** The publication on the replica: every table but those of extensions. */
  public static final String PUBLICATION = "kahuna";

  /** The logical slot on the replica from which Aurora follows. */
  public static final String SLOT = "kahuna";

  /** The subscription on Aurora. */
  public static final String SUBSCRIPTION = "kahuna";

  /** The role with which Aurora reads the replica; not a superuser. */
  public static final String REPLICATION_ROLE = "kahuna_replication";

  /** Publication, slot and role on Aurora and subscription on the replica, for the way back. */
  public static final String REVERSE = "kahuna_reverse";

  /** The physical slot on the replica from which the standby streams. */
  public static final String STANDBY_SLOT = "kahuna_standby";

  /**
   * The event trigger on the replica that gives later tables an identity. It is in the dump of a
   * schema, and Aurora would refuse it.
   */
  public static final String IDENTITY_TRIGGER = "kahuna_identity";

  /**
   * The event trigger on the replica that publishes later tables, if the publication lists them.
   */
  public static final String PUBLICATION_TRIGGER = "kahuna_publication";

  private ReplicationNames() {}
}
