package dev.kahuna.standin.aws.rds;

import java.util.Map;

/**
 * A cluster to be created.
 *
 * @param engineVersion as Aurora writes it, such as {@code 17.7}
 * @param database the database to create beside {@code postgres}; {@code postgres} itself when none
 *     was asked for
 * @param masterUsername a member of {@code rds_superuser}, not a superuser
 * @param parameters what was set in the cluster parameter group, such as {@code
 *     rds.logical_replication=1}
 */
public record ClusterSpec(
    String identifier,
    String engineVersion,
    String database,
    String masterUsername,
    String masterPassword,
    Map<String, String> parameters) {

  public ClusterSpec {
    parameters = Map.copyOf(parameters);
  }

  /** Everything but the password. */
  @Override
  public String toString() {
    return "ClusterSpec[%s, aurora-postgresql %s, database %s, master %s, %s]"
        .formatted(identifier, engineVersion, database, masterUsername, parameters);
  }
}
