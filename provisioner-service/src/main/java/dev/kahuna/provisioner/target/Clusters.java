package dev.kahuna.provisioner.target;

import dev.kahuna.failure.Rejected;
import dev.kahuna.provisioner.aws.AwsNames;
import java.util.Optional;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;

/** Finds the cluster of a migration and its instances. */
public final class Clusters {
  private final RdsClient rds;

  public Clusters(RdsClient rds) {
    this.rds = rds;
  }

  /**
   * The migration's cluster.
   *
   * @throws Rejected when one of that name exists that is not the migration's
   */
  public Optional<DBCluster> find(AwsNames names) {
    var named = named(names);
    if (named.isPresent() && !belongsTo(names, named.get())) {
      throw new Rejected(
          ("A cluster %s already exists and is not this migration's. Give the migration"
                  + " another id.")
              .formatted(names.base()));
    }
    return named;
  }

  /** The migration's cluster. A cluster of that name without the migration's tag does not count. */
  public Optional<DBCluster> findOwn(AwsNames names) {
    return named(names).filter(cluster -> belongsTo(names, cluster));
  }

  private Optional<DBCluster> named(AwsNames names) {
    try {
      var found = rds.describeDBClusters(r -> r.dbClusterIdentifier(names.base())).dbClusters();
      return found.stream().findFirst();
    } catch (DbClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  private static boolean belongsTo(AwsNames names, DBCluster cluster) {
    return cluster.tagList().contains(names.rdsTag());
  }

  /** An instance by its name. */
  public Optional<DBInstance> instance(String identifier) {
    try {
      var found = rds.describeDBInstances(r -> r.dbInstanceIdentifier(identifier)).dbInstances();
      return found.stream().findFirst();
    } catch (DbInstanceNotFoundException e) {
      return Optional.empty();
    }
  }
}
