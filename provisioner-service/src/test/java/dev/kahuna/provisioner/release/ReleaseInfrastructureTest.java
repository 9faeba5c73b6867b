package dev.kahuna.provisioner.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ProvisionerEvent.TargetDeleted;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.ProvisionerTestbed;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.SecretUnavailable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

class ReleaseInfrastructureTest {
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
  void afterACancellationNothingIsLeft() {
    var made = makeAll();
    var migration = Migrations.shop(request, new MigrationCancelled("a test"));

    var fact = released(migration);

    assertThat(cloud.hosts).isEmpty();
    assertThat(cloud.clusters).isEmpty();
    assertThat(cloud.ec2.describeVolumes().volumes()).isEmpty();
    assertThat(cloud.ec2.describeKeyPairs().keyPairs()).isEmpty();
    assertThat(cloud.ec2.describeSecurityGroups().securityGroups())
        .extracting(SecurityGroup::groupName)
        .containsExactly("default");
    assertThat(cloud.rds.describeDBInstances().dbInstances()).isEmpty();
    assertThat(cloud.rds.describeDBClusterParameterGroups().dbClusterParameterGroups()).isEmpty();
    assertThatThrownBy(() -> cloud.secrets.read(made.loginKey()))
        .isInstanceOf(SecretUnavailable.class);
    assertThat(fact.released())
        .contains(
            "instance " + made.instanceId(),
            "Aurora cluster kahuna-shop",
            "security group kahuna-shop-hosts",
            "security group kahuna-shop-target",
            "key pair kahuna-shop",
            "secrets kahuna/shop/");
    assertThat(cloud.secrets.read(request.source().token())).isEqualTo(ProvisionerTestbed.TOKEN);
  }

  @Test
  void releasingTwiceOrNothingAtAllIsTheSame() {
    var migration = Migrations.shop(request, new MigrationCancelled("a test"));
    assertThat(released(migration).released()).contains("key pair kahuna-shop");
    makeAll();
    assertThat(released(migration).released()).isEqualTo(released(migration).released());
  }

  @Test
  void theClusterStaysWhenTheAppRunsOnIt() {
    var made = makeAll();
    MigrationEvent moved = new PivotReached(Leg.TO_REPLICA, 1);
    var migration = Migrations.shop(request, moved, new PivotReached(Leg.TO_AURORA, 1));

    var fact = released(migration);

    assertThat(cloud.hosts).isEmpty();
    assertThat(cloud.clusters).containsOnlyKeys("kahuna-shop");
    var cluster = cloud.rds.describeDBClusters().dbClusters().getFirst();
    assertThat(cluster.status()).isEqualTo("available");
    assertThat(
            cloud.secrets.read(SecretRef.aws(cluster.masterUserSecret().secretArn(), "username")))
        .isEqualTo("kahuna");
    assertThat(cloud.ec2.describeSecurityGroups().securityGroups())
        .extracting(SecurityGroup::groupName)
        .containsExactlyInAnyOrder("default", "kahuna-shop-target");
    assertThat(fact.released())
        .contains("instance " + made.instanceId())
        .noneMatch(name -> name.contains("cluster"));
  }

  @Test
  void onlyTheClusterGoesWhenTheAppStaysOnTheReplica() {
    var made = makeAll();
    MigrationEvent moved = new PivotReached(Leg.TO_REPLICA, 1);

    var fact =
        released(
            Migrations.shop(request, moved, new MigrationSettled(), new PublicationDropped(true)));

    assertThat(cloud.hosts).hasSize(2);
    assertThat(cloud.clusters).isEmpty();
    assertThat(cloud.rds.describeDBInstances().dbInstances()).isEmpty();
    assertThat(cloud.ec2.describeSecurityGroups().securityGroups())
        .extracting(SecurityGroup::groupName)
        .containsExactlyInAnyOrder("default", "kahuna-shop-hosts");
    assertThat(cloud.secrets.read(made.loginKey())).isNotEmpty();
    assertThat(fact.released())
        .contains("Aurora cluster kahuna-shop", "security group kahuna-shop-target")
        .noneMatch(name -> name.contains("instance") || name.contains("secrets"));
  }

  @Test
  void anotherClusterTakesThePlaceOfOneThatIsBroken() {
    makeAll();
    var first = cloud.clusters.get("kahuna-shop");
    var wanted =
        Migrations.shop(
            request,
            new PivotReached(Leg.TO_REPLICA, 1),
            new CopyGivenUp(1, "broken", List.of(AttemptSeries.TARGET.attempt(1))));

    assertThat(Migrations.done(TargetDeleted.class, wanted, cloud.release()::deleteTarget))
        .isEqualTo(new TargetDeleted(2));
    assertThat(cloud.clusters).isEmpty();
    assertThat(cloud.hosts).hasSize(2);
    var created = Migrations.done(TargetCreated.class, wanted, cloud.createTarget()::create);
    assertThat(created.attempt()).isEqualTo(2);
    assertThat(cloud.clusters.get("kahuna-shop")).isNotNull().isNotSameAs(first);
  }

  @Test
  void noClusterIsDeletedUnderTheApp() {
    var onAurora =
        Migrations.shop(
            request, new PivotReached(Leg.TO_REPLICA, 1), new PivotReached(Leg.TO_AURORA, 1));
    assertThatThrownBy(() -> cloud.release().deleteTarget(onAurora))
        .hasMessageContaining("the app is on Aurora");
  }

  @Test
  void somebodyElsesClusterOfThatNameSurvives() {
    cloud.rds.createDBCluster(
        r ->
            r.dbClusterIdentifier("kahuna-shop")
                .engine("aurora-postgresql")
                .masterUsername("me")
                .manageMasterUserPassword(true));
    released(Migrations.shop(request, new MigrationCancelled("a test")));
    assertThat(cloud.rds.describeDBClusters().dbClusters().getFirst().status())
        .isNotEqualTo("deleting");
  }

  @Test
  void anotherMigrationsThingsAreNotTouched() {
    makeAll();
    var other = Migration.of("blog").with(Migrations.shop(request).history().getFirst());
    Migrations.done(HostLaunched.class, other, m -> cloud.launchHost().launch(HostRole.REPLICA, m));
    released(Migrations.shop(request, new MigrationCancelled("a test")));
    assertThat(cloud.hosts).hasSize(1);
    assertThat(cloud.ec2.describeKeyPairs().keyPairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.keyName()).isEqualTo("kahuna-blog"));
  }

  private InfrastructureReleased released(Migration migration) {
    return Migrations.done(InfrastructureReleased.class, migration, cloud.release()::release);
  }

  private HostLaunched makeAll() {
    var migration = Migrations.shop(request);
    Migrations.done(
        HostLaunched.class, migration, m -> cloud.launchHost().launch(HostRole.STANDBY, m));
    Migrations.done(TargetCreated.class, migration, cloud.createTarget()::create);
    return Migrations.done(
        HostLaunched.class, migration, m -> cloud.launchHost().launch(HostRole.REPLICA, m));
  }
}
