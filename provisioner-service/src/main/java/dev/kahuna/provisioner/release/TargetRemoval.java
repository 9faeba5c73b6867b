package dev.kahuna.provisioner.release;

import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.provisioner.target.Clusters;
import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;

/** The cluster, its instances, its parameter group and its subnet group. No snapshot is kept. */
final class TargetRemoval implements Removal {
  private final RdsClient rds;
  private final Clusters clusters;

  TargetRemoval(RdsClient rds) {
    this.rds = rds;
    this.clusters = new Clusters(rds);
  }

  @Override
  public Result remove(AwsNames names) {
    var cluster = clusters.findOwn(names);
    if (cluster.isPresent()) {
      cluster.get().dbClusterMembers().forEach(m -> deleteInstance(m.dbInstanceIdentifier()));
      deleteCluster(names);
      return Result.remaining("Aurora cluster " + names.base() + " is being deleted");
    }
    AwsFailures.unless(
        "DBParameterGroupNotFound",
        () -> rds.deleteDBClusterParameterGroup(r -> r.dbClusterParameterGroupName(names.base())));
    AwsFailures.unless(
        "DBSubnetGroupNotFoundFault",
        () -> rds.deleteDBSubnetGroup(r -> r.dbSubnetGroupName(names.base())));
    return Result.gone(
        List.of(
            "Aurora cluster " + names.base(),
            "cluster parameter group " + names.base(),
            "DB subnet group " + names.base()));
  }

  /** An instance that is already being deleted is left alone. */
  private void deleteInstance(String identifier) {
    AwsFailures.unless(
        "InvalidDBInstanceState",
        () ->
            AwsFailures.unless(
                "DBInstanceNotFound",
                () ->
                    rds.deleteDBInstance(
                        r -> r.dbInstanceIdentifier(identifier).skipFinalSnapshot(true))));
  }

  /**
   * RDS refuses this while an instance is left or the deletion is under way; the next round repeats
   * it.
   */
  private void deleteCluster(AwsNames names) {
    AwsFailures.unless(
        "InvalidDBClusterStateFault",
        () ->
            AwsFailures.unless(
                "DBClusterNotFoundFault",
                () ->
                    rds.deleteDBCluster(
                        r -> r.dbClusterIdentifier(names.base()).skipFinalSnapshot(true))));
  }
}
