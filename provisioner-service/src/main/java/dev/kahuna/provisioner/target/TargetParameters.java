package dev.kahuna.provisioner.target;

import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * The cluster parameter group. Logical replication is a static parameter, so it is set before the
 * cluster exists, also for the way back.
 */
final class TargetParameters {
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
                    Parameter.builder()
                        .parameterName("rds.logical_replication")
                        .parameterValue("1")
                        .applyMethod(ApplyMethod.PENDING_REBOOT)
                        .build()));
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
