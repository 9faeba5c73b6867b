package dev.kahuna.provisioner.target;

import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * The cluster parameter group. Its parameters are static, so they are set before the cluster
 * exists: logical replication, also for the way back, and room for the locks of a subscription to
 * tens of thousands of tables.
 */
final class TargetParameters {
  /**
   * Four times the default. A lock takes some 300 bytes, and {@code max_connections} follows the
   * memory of the instance, so all of them take about one percent of it.
   */
  private static final String LOCKS = "256";

  private final RdsClient rds;

  TargetParameters(RdsClient rds) {
    this.rds = rds;
  }

  /** Creates the group and sets its parameters. Repeating either is harmless. */
  void ensure(AwsNames names, int majorVersion) {
    AwsFailures.unless("DBParameterGroupAlreadyExists", () -> create(names, majorVersion));
    rds.modifyDBClusterParameterGroup(
        r ->
            r.dbClusterParameterGroupName(names.base())
                .parameters(
                    parameter("rds.logical_replication", "1"),
                    parameter("max_locks_per_transaction", LOCKS)));
  }

  private static Parameter parameter(String name, String value) {
    return Parameter.builder()
        .parameterName(name)
        .parameterValue(value)
        .applyMethod(ApplyMethod.PENDING_REBOOT)
        .build();
  }

  private void create(AwsNames names, int majorVersion) {
    rds.createDBClusterParameterGroup(
        r ->
            r.dbClusterParameterGroupName(names.base())
                .dbParameterGroupFamily("aurora-postgresql" + majorVersion)
                .description("Logical replication, for a Kahuna migration")
                .tags(names.rdsTag()));
  }
}
