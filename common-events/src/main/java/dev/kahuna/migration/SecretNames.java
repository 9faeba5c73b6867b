package dev.kahuna.migration;

import dev.kahuna.event.Leg;
import dev.kahuna.request.SecretRef;

/**
 * Names of the secrets that Kahuna creates for a migration: {@code kahuna/<migration>/<name>}. One
 * service writes them and another reads them, so the names are a contract between services.
 */
public final class SecretNames {
  /** The password with which the apps log in to Aurora. */
  public static final String APP_PASSWORD = "app-password";

  /** The password of {@link ReplicationNames#REPLICATION_ROLE}. */
  public static final String REPLICATION_PASSWORD = "replication-password";

  /** The password of the role {@link ReplicationNames#REVERSE} on Aurora. */
  public static final String REVERSE_PASSWORD = "reverse-password";

  /** The private key that opens the hosts over SSH, in OpenSSH's format. */
  public static final String SSH_KEY = "ssh-key";

  /** Key and certificate, as PEM, with which Kahuna logs in to the replica and the standby. */
  public static final String POSTGRES_CLIENT = "postgres-client";

  private SecretNames() {}

  /** The URL that the apps get in this leg. */
  public static String newUrl(Leg leg) {
    return leg.slug() + "-url";
  }

  /** The URL that this app had before this leg. */
  public static String oldUrl(Leg leg, String app) {
    return "old-url-%s-%s".formatted(leg.slug(), app);
  }

  /** The prefix of all names of a migration. */
  public static String prefix(String migration) {
    return "kahuna/" + migration + "/";
  }

  /** The secret of that name. */
  public static SecretRef reference(String migration, String name) {
    return SecretRef.aws(prefix(migration) + name);
  }
}
