package dev.kahuna.provisioner.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.failure.Rejected;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.ProvisionerTestbed;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Target;
import dev.kahuna.request.SecretRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Subnet;

class CreateTargetTest {
  @TempDir private Path directory;
  private ProvisionerTestbed cloud;
  private MigrationRequest request;

  @BeforeEach
  void open() throws Exception {
    cloud = new ProvisionerTestbed(directory);
    request = Migrations.request(cloud);
  }

  @AfterEach
  void close() throws Exception {
    cloud.close();
  }

  @Test
  void theClusterHasLogicalReplicationAndAPasswordThatRdsManages() {
    var fact = created(request);

    assertThat(fact)
        .returns("kahuna-shop", TargetCreated::cluster)
        .returns("17.7", TargetCreated::engineVersion)
        .returns("127.32.0.1", TargetCreated::host)
        .returns(5432, TargetCreated::port)
        .returns("shop", TargetCreated::database);
    var spec = cloud.clusters.get("kahuna-shop");
    assertThat(spec.database()).isEqualTo("shop");
    assertThat(spec.parameters())
        .isEqualTo(Map.of("rds.logical_replication", "1", "max_locks_per_transaction", "256"));
    assertThat(cloud.secrets.read(new SecretRef(fact.masterSecret() + "#password")))
        .isEqualTo(spec.masterPassword());
    assertThat(cloud.secrets.read(new SecretRef(fact.masterSecret() + "#username")))
        .isEqualTo("kahuna");
    var cluster = cloud.rds.describeDBClusters().dbClusters().getFirst();
    assertThat(cluster.storageEncrypted()).isTrue();
    var writer = cloud.rds.describeDBInstances().dbInstances().getFirst();
    assertThat(writer.publiclyAccessible()).isTrue();
  }

  @Test
  void repeatingCreatesNothingMore() {
    assertThat(created(request)).isEqualTo(created(request));
    assertThat(cloud.rds.describeDBClusters().dbClusters()).hasSize(1);
    assertThat(cloud.rds.describeDBInstances().dbInstances()).hasSize(1);
    assertThat(cloud.rds.describeDBClusterParameterGroups().dbClusterParameterGroups()).hasSize(1);
  }

  @Test
  void subnetsOfTheRequestBecomeASubnetGroup() {
    var subnets = cloud.ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).toList();
    created(Migrations.with(request, new Target("18.1", "db.serverless", "shop", subnets)));
    assertThat(cloud.rds.describeDBClusters().dbClusters().getFirst().dbSubnetGroup())
        .isEqualTo("kahuna-shop");
  }

  @Test
  void somebodyElsesClusterIsLeftAlone() {
    cloud.rds.createDBCluster(
        r ->
            r.dbClusterIdentifier("kahuna-shop")
                .engine("aurora-postgresql")
                .masterUsername("me")
                .manageMasterUserPassword(true));
    var migration = Migrations.shop(request);
    assertThatThrownBy(() -> cloud.createTarget().create(migration))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("Give the migration another id");
    assertThat(cloud.rds.describeDBInstances().dbInstances()).isEqualTo(List.of());
  }

  private TargetCreated created(MigrationRequest wanted) {
    return Migrations.done(
        TargetCreated.class, Migrations.shop(wanted), cloud.createTarget()::create);
  }
}
