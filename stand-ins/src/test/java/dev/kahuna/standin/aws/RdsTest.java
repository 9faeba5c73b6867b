package dev.kahuna.standin.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DbClusterAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbParameterGroupStateException;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.waiters.RdsWaiter;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

class RdsTest {
  private CloudUnderTest cloud;
  private RdsClient rds;
  private RdsWaiter waiter;

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudUnderTest();
    rds = cloud.client(RdsClient.builder());
    waiter =
        RdsWaiter.builder()
            .client(rds)
            .overrideConfiguration(
                WaiterOverrideConfiguration.builder()
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(20)))
                    .waitTimeout(Duration.ofSeconds(10))
                    .build())
            .build();
  }

  @AfterEach
  void close() {
    waiter.close();
    rds.close();
    cloud.close();
  }

  @Test
  void aClusterBecomesAvailableWithItsParametersAndAManagedPassword() {
    parameterGroup();
    var created = rds.createDBCluster(cluster().build()).dbCluster();
    assertThat(created.status()).isEqualTo("creating");
    rds.createDBInstance(
        r ->
            r.dbInstanceIdentifier("kahuna-shop-1")
                .dbClusterIdentifier("kahuna-shop")
                .dbInstanceClass("db.r7g.large")
                .engine("aurora-postgresql"));

    waiter.waitUntilDBClusterAvailable(r -> r.dbClusterIdentifier("kahuna-shop"));
    waiter.waitUntilDBInstanceAvailable(r -> r.dbInstanceIdentifier("kahuna-shop-1"));

    var cluster =
        rds.describeDBClusters(r -> r.dbClusterIdentifier("kahuna-shop")).dbClusters().getFirst();
    assertThat(cluster.endpoint()).isEqualTo("127.32.0.1");
    assertThat(cluster.port()).isEqualTo(5432);
    assertThat(cluster.dbClusterMembers())
        .singleElement()
        .satisfies(member -> assertThat(member.isClusterWriter()).isTrue());
    assertThat(rds.listTagsForResource(r -> r.resourceName(cluster.dbClusterArn())).tagList())
        .singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEqualTo("shop"));
    var spec = cloud.created.get("kahuna-shop");
    assertThat(spec.engineVersion()).isEqualTo("17.7");
    assertThat(spec.parameters()).isEqualTo(Map.of("rds.logical_replication", "1"));
    try (var secrets = cloud.client(SecretsManagerClient.builder())) {
      var arn = cluster.masterUserSecret().secretArn();
      assertThat(secrets.getSecretValue(r -> r.secretId(arn)).secretString())
          .contains("\"username\":\"kahuna\"")
          .contains("\"password\":\"" + spec.masterPassword() + "\"");
    }
    assertThat(spec.toString()).doesNotContain(spec.masterPassword());
  }

  @Test
  void deletionGoesInstanceClusterParameterGroupAndTakesTheSecretAlong() {
    parameterGroup();
    var arn = rds.createDBCluster(cluster().build()).dbCluster().masterUserSecret().secretArn();
    rds.createDBInstance(
        r ->
            r.dbInstanceIdentifier("kahuna-shop-1")
                .dbClusterIdentifier("kahuna-shop")
                .dbInstanceClass("db.r7g.large")
                .engine("aurora-postgresql"));

    assertThatThrownBy(this::deleteCluster).isInstanceOf(InvalidDbClusterStateException.class);
    rds.deleteDBInstance(r -> r.dbInstanceIdentifier("kahuna-shop-1").skipFinalSnapshot(true));
    waiter.waitUntilDBInstanceDeleted(r -> r.dbInstanceIdentifier("kahuna-shop-1"));
    assertThatThrownBy(this::deleteParameterGroup)
        .isInstanceOf(InvalidDbParameterGroupStateException.class);
    deleteCluster();
    waiter.waitUntilDBClusterDeleted(r -> r.dbClusterIdentifier("kahuna-shop"));
    deleteParameterGroup();

    assertThat(cloud.created).isEmpty();
    assertThatThrownBy(() -> rds.describeDBClusters(r -> r.dbClusterIdentifier("kahuna-shop")))
        .isInstanceOf(DbClusterNotFoundException.class);
    assertThatThrownBy(this::deleteParameterGroup)
        .isInstanceOf(DbParameterGroupNotFoundException.class);
    try (var secrets = cloud.client(SecretsManagerClient.builder())) {
      assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId(arn)))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void nothingIsMadeTwice() {
    parameterGroup();
    rds.createDBCluster(cluster().build());
    rds.createDBInstance(
        r ->
            r.dbInstanceIdentifier("one")
                .dbClusterIdentifier("kahuna-shop")
                .dbInstanceClass("db.r7g.large")
                .engine("aurora-postgresql"));
    assertThatThrownBy(this::parameterGroup)
        .isInstanceOf(DbParameterGroupAlreadyExistsException.class);
    assertThatThrownBy(() -> rds.createDBCluster(cluster().build()))
        .isInstanceOf(DbClusterAlreadyExistsException.class);
    assertThatThrownBy(
            () ->
                rds.createDBInstance(
                    r ->
                        r.dbInstanceIdentifier("one")
                            .dbClusterIdentifier("kahuna-shop")
                            .dbInstanceClass("db.r7g.large")
                            .engine("aurora-postgresql")))
        .isInstanceOf(DbInstanceAlreadyExistsException.class);
  }

  @Test
  void engineVersionsAreListedAndOthersRefused() {
    var versions =
        rds.describeDBEngineVersions(r -> r.engine("aurora-postgresql")).dbEngineVersions();
    assertThat(versions).extracting(DBEngineVersion::majorEngineVersion).contains("16", "17", "18");
    assertThat(
            rds.describeDBEngineVersions(r -> r.engine("aurora-postgresql").engineVersion("17.7"))
                .dbEngineVersions())
        .singleElement()
        .satisfies(v -> assertThat(v.dbParameterGroupFamily()).isEqualTo("aurora-postgresql17"));
    assertThatThrownBy(() -> rds.createDBCluster(cluster().engineVersion("12.1").build()))
        .isInstanceOf(RdsException.class)
        .hasMessageContaining("Cannot find version 12.1");
  }

  @Test
  void aStaticParameterWaitsForAReboot() {
    parameterGroup();
    assertThatThrownBy(() -> setLogicalReplication(ApplyMethod.IMMEDIATE))
        .isInstanceOf(RdsException.class)
        .hasMessageContaining("static parameter");
    assertThat(
            rds.describeDBClusterParameters(
                    r -> r.dbClusterParameterGroupName("kahuna-shop").source("user"))
                .parameters())
        .extracting(Parameter::parameterName, Parameter::parameterValue)
        .containsExactly(tuple("rds.logical_replication", "1"));
  }

  @Test
  void aClusterHoldsItsSubnetAndSecurityGroups() {
    try (var ec2 = cloud.client(Ec2Client.builder())) {
      var subnets = ec2.describeSubnets().subnets().stream().map(s -> s.subnetId()).toList();
      assertThatThrownBy(
              () ->
                  rds.createDBSubnetGroup(
                      r ->
                          r.dbSubnetGroupName("kahuna-shop")
                              .dbSubnetGroupDescription("x")
                              .subnetIds(subnets.getFirst())))
          .isInstanceOf(DbSubnetGroupDoesNotCoverEnoughAZsException.class);
      rds.createDBSubnetGroup(
          r -> r.dbSubnetGroupName("kahuna-shop").dbSubnetGroupDescription("x").subnetIds(subnets));
      parameterGroup();
      var group = ec2.createSecurityGroup(r -> r.groupName("target").description("x")).groupId();
      rds.createDBCluster(
          cluster().dbSubnetGroupName("kahuna-shop").vpcSecurityGroupIds(group).build());

      assertThatThrownBy(() -> ec2.deleteSecurityGroup(r -> r.groupId(group)))
          .isInstanceOf(Ec2Exception.class)
          .hasMessageContaining("dependent object");
      deleteCluster();
      waiter.waitUntilDBClusterDeleted(r -> r.dbClusterIdentifier("kahuna-shop"));
      ec2.deleteSecurityGroup(r -> r.groupId(group));
      rds.deleteDBSubnetGroup(r -> r.dbSubnetGroupName("kahuna-shop"));
    }
  }

  private void parameterGroup() {
    rds.createDBClusterParameterGroup(
        r ->
            r.dbClusterParameterGroupName("kahuna-shop")
                .dbParameterGroupFamily("aurora-postgresql17")
                .description("Logical replication"));
    setLogicalReplication(ApplyMethod.PENDING_REBOOT);
  }

  private void setLogicalReplication(ApplyMethod method) {
    rds.modifyDBClusterParameterGroup(
        r ->
            r.dbClusterParameterGroupName("kahuna-shop")
                .parameters(
                    Parameter.builder()
                        .parameterName("rds.logical_replication")
                        .parameterValue("1")
                        .applyMethod(method)
                        .build()));
  }

  private static CreateDbClusterRequest.Builder cluster() {
    return CreateDbClusterRequest.builder()
        .dbClusterIdentifier("kahuna-shop")
        .engine("aurora-postgresql")
        .engineVersion("17.7")
        .databaseName("shop")
        .masterUsername("kahuna")
        .manageMasterUserPassword(true)
        .storageEncrypted(true)
        .dbClusterParameterGroupName("kahuna-shop")
        .tags(Tag.builder().key("kahuna:migration").value("shop").build());
  }

  private void deleteCluster() {
    rds.deleteDBCluster(r -> r.dbClusterIdentifier("kahuna-shop").skipFinalSnapshot(true));
  }

  private void deleteParameterGroup() {
    rds.deleteDBClusterParameterGroup(r -> r.dbClusterParameterGroupName("kahuna-shop"));
  }
}
