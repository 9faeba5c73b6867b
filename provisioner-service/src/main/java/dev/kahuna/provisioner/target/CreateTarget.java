package dev.kahuna.provisioner.target;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.provisioner.host.MigrationNetwork;
import dev.kahuna.provisioner.host.PublicClients;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.SecretRef;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * Creates the Aurora cluster with its parameter group and its writer. Automates the runbook's
 * section "Aurora's parameter group and schema", its first half.
 */
public final class CreateTarget {
  private static final String ENGINE = "aurora-postgresql";
  private static final String SERVERLESS = "db.serverless";
  private static final String AVAILABLE = "available";
  private static final Set<String> HOPELESS =
      Set.of("failed", "deleting", "inaccessible-encryption-credentials");

  private final RdsClient rds;
  private final Clusters clusters;
  private final TargetParameters parameters;
  private final MigrationNetwork network;
  private final TargetSettings settings;
  private final Duration recheck;

  public CreateTarget(
      RdsClient rds, MigrationNetwork network, TargetSettings settings, Duration recheck) {
    this.rds = rds;
    this.clusters = new Clusters(rds);
    this.parameters = new TargetParameters(rds);
    this.network = network;
    this.settings = settings;
    this.recheck = recheck;
  }

  /** One round: creates what is missing or asks for its state. */
  public StepOutcome create(Migration migration) {
    var names = new AwsNames(migration.id());
    var request = migration.request();
    var cluster = clusters.find(names);
    if (cluster.isEmpty()) {
      createCluster(names, request);
      return notYet("Aurora cluster " + names.base() + " is being created");
    }
    var writer = clusters.instance(names.writer());
    if (writer.isEmpty()) {
      createWriter(names, request);
      return notYet("Aurora instance " + names.writer() + " is being created");
    }
    var clusterStatus = status(names.base(), cluster.get().status());
    var writerStatus = status(names.writer(), writer.get().dbInstanceStatus());
    if (!clusterStatus.equals(AVAILABLE) || !writerStatus.equals(AVAILABLE)) {
      return notYet(
          "Aurora cluster %s is %s, its writer %s"
              .formatted(names.base(), clusterStatus, writerStatus));
    }
    return parametersInForce(cluster.get())
        ? StepOutcome.done(created(cluster.get(), migration))
        : notYet("Aurora has not yet applied the parameters of  " + names.base());
  }

  private static String status(String name, String status) {
    if (HOPELESS.contains(status)) {
      throw new Rejected(
          ("%s is '%s' in RDS. Its events in the RDS console say why: fix the cause, delete it,"
                  + " then retry.")
              .formatted(name, status));
    }
    return status;
  }

  private StepOutcome notYet(String sentence) {
    return StepOutcome.notYet(sentence, recheck);
  }

  private static boolean parametersInForce(DBCluster cluster) {
    return cluster.dbClusterMembers().stream()
        .anyMatch(
            member ->
                member.isClusterWriter()
                    && member.dbClusterParameterGroupStatus().equals("in-sync"));
  }

  private static TargetCreated created(DBCluster cluster, Migration migration) {
    return new TargetCreated(
        migration.attempt(AttemptSeries.TARGET),
        cluster.dbClusterIdentifier(),
        cluster.engineVersion(),
        cluster.endpoint(),
        cluster.port(),
        migration.request().target().database(),
        SecretRef.aws(cluster.masterUserSecret().secretArn()));
  }

  private void createCluster(AwsNames names, MigrationRequest request) {
    parameters.ensure(names, request.target().majorVersion());
    var asked =
        CreateDbClusterRequest.builder()
            .dbClusterIdentifier(names.base())
            .engine(ENGINE)
            .engineVersion(request.target().engineVersion())
            .databaseName(request.target().database())
            .masterUsername(settings.masterUsername())
            .manageMasterUserPassword(true)
            .storageEncrypted(true)
            .copyTagsToSnapshot(true)
            .backupRetentionPeriod(settings.backupRetentionDays())
            .dbClusterParameterGroupName(names.base())
            .vpcSecurityGroupIds(network.ensure(names, request).target())
            .tags(names.rdsTag());
    if (!request.target().subnets().isEmpty()) {
      ensureSubnetGroup(names, request);
      asked.dbSubnetGroupName(names.base());
    }
    if (request.target().instanceClass().equals(SERVERLESS)) {
      asked.serverlessV2ScalingConfiguration(
          capacity ->
              capacity.minCapacity(settings.minCapacity()).maxCapacity(settings.maxCapacity()));
    }
    AwsFailures.unless("DBClusterAlreadyExistsFault", () -> rds.createDBCluster(asked.build()));
  }

  private void ensureSubnetGroup(AwsNames names, MigrationRequest request) {
    AwsFailures.unless(
        "DBSubnetGroupAlreadyExists",
        () ->
            rds.createDBSubnetGroup(
                r ->
                    r.dbSubnetGroupName(names.base())
                        .dbSubnetGroupDescription("Subnets of a Kahuna migration's cluster")
                        .subnetIds(request.target().subnets())
                        .tags(names.rdsTag())));
  }

  private void createWriter(AwsNames names, MigrationRequest request) {
    AwsFailures.unless(
        "DBInstanceAlreadyExists",
        () ->
            rds.createDBInstance(
                r ->
                    r.dbInstanceIdentifier(names.writer())
                        .dbClusterIdentifier(names.base())
                        .dbInstanceClass(request.target().instanceClass())
                        .engine(ENGINE)
                        .publiclyAccessible(PublicClients.in(request.replica()))
                        .tags(names.rdsTag())));
  }
}
