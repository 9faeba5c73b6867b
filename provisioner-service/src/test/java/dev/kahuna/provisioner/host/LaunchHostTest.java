package dev.kahuna.provisioner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.ProvisionerTestbed;
import dev.kahuna.request.MigrationRequest.Replica;
import dev.kahuna.standin.aws.ec2.InstanceLaunch.Volume;
import dev.kahuna.standin.aws.protocol.AwsFaults.Fault;
import dev.kahuna.step.StepOutcome.NotYet;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

class LaunchHostTest {
  @TempDir private Path directory;
  private ProvisionerTestbed cloud;
  private Migration migration;

  @BeforeEach
  void open() throws Exception {
    cloud = new ProvisionerTestbed(directory);
    migration = Migrations.shop(Migrations.request(cloud));
  }

  @AfterEach
  void close() throws Exception {
    cloud.close();
  }

  @Test
  void aHostIsLaunchedWithVolumeKeyAndKnownHostKey() {
    var fact = launched(HostRole.REPLICA);

    var boot = cloud.hosts.get(fact.instanceId());
    assertThat(boot.volumes())
        .singleElement()
        .returns(100, Volume::sizeGib)
        .returns(fact.volumeId(), Volume::volumeId);
    assertThat(fact.address()).isEqualTo(boot.privateIpHint());
    assertThat(fact.loginUser()).isEqualTo("ubuntu");
    assertThat(fact.hostKeys()).containsExactly(ProvisionerTestbed.HOST_KEY);
    assertThat(boot.loginPublicKeys())
        .containsExactly(OpenSshKey.publicLine(cloud.secrets.read(fact.loginKey()), "kahuna-shop"));
  }

  @Test
  void aHostMayHaveAnInstanceProfile() throws Exception {
    var request = Migrations.request(cloud);
    var hosts = request.replica();
    migration =
        Migrations.shop(
            Migrations.with(
                request,
                new Replica(
                    hosts.instanceType(),
                    hosts.volumeGib(),
                    hosts.admin(),
                    hosts.clients(),
                    hosts.standby(),
                    hosts.rebuildIndexesGib(),
                    hosts.subnet(),
                    Optional.of("archive-reader"),
                    hosts.image())));
    launched(HostRole.REPLICA);
    assertThat(cloud.ec2.describeInstances().reservations())
        .flatExtracting(Reservation::instances)
        .singleElement()
        .satisfies(
            instance ->
                assertThat(instance.iamInstanceProfile().arn()).endsWith("/archive-reader"));
  }

  @Test
  void repeatingLaunchesNothingMoreAndBothHostsShareAKey() {
    var first = launched(HostRole.REPLICA);
    assertThat(launched(HostRole.REPLICA)).isEqualTo(first);
    var standby = launched(HostRole.STANDBY);
    assertThat(standby.loginKey()).isEqualTo(first.loginKey());
    assertThat(cloud.everBooted).hasSize(2);
  }

  @Test
  void aLaunchWhoseAnswerWasLostIsFoundByItsToken() throws Exception {
    var step = cloud.launchHost();
    assertThat(step.launch(HostRole.REPLICA, migration)).isInstanceOf(NotYet.class);
    cloud.aws.faults().failNext("DescribeInstances", Fault.REQUEST_LIMIT_EXCEEDED, 1);
    launched(HostRole.REPLICA);
    assertThat(cloud.everBooted).hasSize(1);
  }

  @Test
  void noCapacityIsNoReasonToGiveUp() {
    cloud.aws.faults().failNext("RunInstances", Fault.INSUFFICIENT_INSTANCE_CAPACITY, 10);
    assertThatThrownBy(() -> cloud.launchHost().launch(HostRole.REPLICA, migration))
        .satisfies(e -> assertThat(ProvisionerTestbed.kind(e)).isEqualTo(FailureKind.UNAVAILABLE));
  }

  @Test
  void aHostThatDiedIsReplaced() {
    var first = launched(HostRole.REPLICA);
    cloud.ec2.terminateInstances(r -> r.instanceIds(first.instanceId()));
    var second = launched(HostRole.REPLICA);
    assertThat(second.instanceId()).isNotEqualTo(first.instanceId());
  }

  @Test
  void hostsAdmitServicesClientsEachOtherAndAurora() {
    launched(HostRole.REPLICA);
    var hosts = group("kahuna-shop-hosts");
    var target = group("kahuna-shop-target");

    assertThat(hosts.ipPermissions())
        .filteredOn(rule -> rule.fromPort() == 22)
        .flatExtracting(IpPermission::ipRanges)
        .extracting(IpRange::cidrIp)
        .containsExactly("10.0.0.0/8");
    assertThat(hosts.ipPermissions())
        .filteredOn(rule -> rule.fromPort() == 5432)
        .flatExtracting(IpPermission::ipRanges)
        .extracting(IpRange::cidrIp)
        .containsExactlyInAnyOrder("10.0.0.0/8", "0.0.0.0/0");
    assertThat(hosts.ipPermissions())
        .flatExtracting(IpPermission::userIdGroupPairs)
        .extracting(pair -> pair.groupId())
        .containsExactlyInAnyOrder(hosts.groupId(), target.groupId());
    assertThat(target.ipPermissions())
        .flatExtracting(IpPermission::userIdGroupPairs)
        .extracting(pair -> pair.groupId())
        .containsExactly(hosts.groupId());
  }

  private SecurityGroup group(String name) {
    return cloud.ec2.describeSecurityGroups(r -> r.groupNames(name)).securityGroups().getFirst();
  }

  private HostLaunched launched(HostRole role) {
    return Migrations.done(HostLaunched.class, migration, m -> cloud.launchHost().launch(role, m));
  }
}
