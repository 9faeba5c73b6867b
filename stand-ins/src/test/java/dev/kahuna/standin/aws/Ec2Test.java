package dev.kahuna.standin.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.aws.protocol.AwsFaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

class Ec2Test {
  private static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0s5nyhyR8KfQSzBGCfzEjVUbFxPyLPz5YQzcg1rJ2Z kahuna";

  private CloudUnderTest cloud;
  private Ec2Client ec2;
  private Ec2Waiter waiter;

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudUnderTest();
    ec2 = cloud.client(Ec2Client.builder());
    waiter =
        Ec2Waiter.builder()
            .client(ec2)
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
    ec2.close();
    cloud.close();
  }

  @Test
  void aLaunchedInstanceIsPendingThenRunsWithItsVolumesKeysAndConsole() {
    importKey();
    var group = group("replica");
    var launched = ec2.runInstances(launch("token", 100).securityGroupIds(group).build());
    var id = launched.instances().getFirst().instanceId();
    assertThat(launched.instances().getFirst().state().name()).isEqualTo(InstanceStateName.PENDING);

    var running =
        waiter.waitUntilInstanceRunning(r -> r.instanceIds(id)).matched().response().orElseThrow();

    var instance = running.reservations().getFirst().instances().getFirst();
    assertThat(instance.privateIpAddress()).startsWith("127.");
    assertThat(instance.publicIpAddress()).isEqualTo(instance.privateIpAddress());
    assertThat(instance.securityGroups()).extracting(g -> g.groupId()).containsExactly(group);
    assertThat(instance.tags()).containsExactly(tag("kahuna:migration", "shop"));
    var boot = cloud.booted.get(id);
    assertThat(boot.loginPublicKeys()).containsExactly(PUBLIC_KEY);
    assertThat(boot.volumes()).extracting(InstanceLaunch.Volume::sizeGib).containsExactly(100);
    var data =
        ec2.describeVolumes(r -> r.volumeIds(boot.volumes().getFirst().volumeId()))
            .volumes()
            .getFirst();
    assertThat(data.stateAsString()).isEqualTo("in-use");
    assertThat(data.attachments().getFirst().instanceId()).isEqualTo(id);
    assertThat(data.tags()).containsExactly(tag("kahuna:migration", "shop"));
    var console = ec2.getConsoleOutput(r -> r.instanceId(id)).output();
    assertThat(new String(Base64.getDecoder().decode(console), StandardCharsets.UTF_8))
        .contains("-----BEGIN SSH HOST KEY KEYS-----\r\n" + CloudUnderTest.HOST_KEY);
    waiter.waitUntilInstanceStatusOk(r -> r.instanceIds(id));
  }

  @Test
  void theSameClientTokenLaunchesOnceAndOtherParametersAreRefused() {
    importKey();
    var first = ec2.runInstances(launch("token", 10).build()).instances().getFirst();
    var second = ec2.runInstances(launch("token", 10).build()).instances().getFirst();
    assertThat(second.instanceId()).isEqualTo(first.instanceId());
    assertThat(byTag("shop")).hasSize(1);
    assertThat(byTag("another")).isEmpty();
    refused("IdempotentParameterMismatch", () -> ec2.runInstances(launch("token", 11).build()));
  }

  @Test
  void terminationEndsTheHostAndItsVolumes() {
    importKey();
    var id = ec2.runInstances(launch("token", 10).build()).instances().getFirst().instanceId();
    ec2.terminateInstances(r -> r.instanceIds(id));
    waiter.waitUntilInstanceTerminated(r -> r.instanceIds(id));
    assertThat(cloud.booted).isEmpty();
    assertThat(ec2.describeVolumes().volumes()).isEmpty();
  }

  @Test
  void aLaunchThatFailsEndsTerminatedAndSaysWhy() {
    importKey();
    var id = ec2.runInstances(launch("token", 666).build()).instances().getFirst().instanceId();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> byTag("shop").getFirst().state().name() == InstanceStateName.TERMINATED);
    assertThat(byTag("shop"))
        .singleElement()
        .satisfies(it -> assertThat(it.instanceId()).isEqualTo(id))
        .satisfies(it -> assertThat(it.stateReason().code()).isEqualTo("Server.InternalError"));
  }

  @Test
  void whatDoesNotExistIsRefusedByItsName() {
    refused("InvalidKeyPair.NotFound", () -> ec2.runInstances(launch("t", 1).build()));
    refused(
        "InvalidAMIID.NotFound", () -> ec2.runInstances(launch("t", 1).imageId("ami-1").build()));
    refused(
        "InvalidInstanceID.NotFound",
        () -> ec2.describeInstances(r -> r.instanceIds("i-0123456789abcdef0")));
    refused("InvalidInstanceID.Malformed", () -> ec2.getConsoleOutput(r -> r.instanceId("x")));
    refused("InvalidGroup.NotFound", () -> ec2.deleteSecurityGroup(r -> r.groupId("sg-1")));
    refused(
        "InvalidParameterValue",
        () ->
            ec2.describeVpcs(
                r -> r.filters(Filter.builder().name("nonsense").values("1").build())));
    refused(
        "InvalidParameterValue",
        () -> ec2.runInstances(launch("t", 1).instanceType(InstanceType.M7_G_LARGE).build()));
  }

  @Test
  void keyPairsAreImportedOnceAndDeletedAsOftenAsYouLike() {
    importKey();
    refused("InvalidKeyPair.Duplicate", this::importKey);
    assertThat(
            ec2.describeKeyPairs(r -> r.keyNames("kahuna-shop").includePublicKey(true)).keyPairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.publicKey()).isEqualTo(PUBLIC_KEY));
    ec2.deleteKeyPair(r -> r.keyName("kahuna-shop"));
    ec2.deleteKeyPair(r -> r.keyName("kahuna-shop"));
    refused("InvalidKeyPair.NotFound", () -> ec2.describeKeyPairs(r -> r.keyNames("kahuna-shop")));
  }

  @Test
  void securityGroupsCanNotBeMadeTwiceNorDeletedWhileInUse() {
    importKey();
    var group = group("replica");
    var target = group("target");
    refused("InvalidGroup.Duplicate", () -> group("replica"));
    var fromTarget =
        IpPermission.builder()
            .ipProtocol("tcp")
            .fromPort(5432)
            .toPort(5432)
            .userIdGroupPairs(UserIdGroupPair.builder().groupId(target).build())
            .build();
    ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(fromTarget));
    refused(
        "InvalidPermission.Duplicate",
        () -> ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(fromTarget)));
    refused("DependencyViolation", () -> ec2.deleteSecurityGroup(r -> r.groupId(target)));
    var id =
        ec2.runInstances(launch("token", 10).securityGroupIds(group).build())
            .instances()
            .getFirst()
            .instanceId();
    refused("DependencyViolation", () -> ec2.deleteSecurityGroup(r -> r.groupId(group)));
    ec2.terminateInstances(r -> r.instanceIds(id));
    waiter.waitUntilInstanceTerminated(r -> r.instanceIds(id));
    ec2.deleteSecurityGroup(r -> r.groupId(group));
    ec2.deleteSecurityGroup(r -> r.groupId(target));
    assertThat(ec2.describeSecurityGroups().securityGroups())
        .extracting(g -> g.groupName())
        .containsExactly("default");
  }

  @Test
  void anInstanceTypeHasAnArchitectureOrDoesNotExist() {
    assertThat(
            ec2.describeInstanceTypes(r -> r.instanceTypes(InstanceType.M7_G_LARGE))
                .instanceTypes()
                .getFirst()
                .processorInfo()
                .supportedArchitecturesAsStrings())
        .containsExactly("arm64");
    refused(
        "InvalidInstanceType",
        () -> ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings("m0.large")));
  }

  @Test
  void aDryRunChangesNothing() {
    importKey();
    refused("DryRunOperation", () -> ec2.runInstances(launch("t", 1).dryRun(true).build()));
    assertThat(byTag("shop")).isEmpty();
  }

  @Test
  void faultsStrikeOnceAndTheSdkRetriesThrottling() {
    importKey();
    cloud.standIn.faults().failNext("DescribeVpcs", AwsFaults.Fault.REQUEST_LIMIT_EXCEEDED, 2);
    assertThat(ec2.describeVpcs().vpcs()).hasSize(1);
    cloud
        .standIn
        .faults()
        .failNext("RunInstances", AwsFaults.Fault.INSUFFICIENT_INSTANCE_CAPACITY, 9);
    refused("InsufficientInstanceCapacity", () -> ec2.runInstances(launch("t", 1).build()));
  }

  @Test
  void anotherKeyAndAnotherSecretAreRefused() {
    var account = CloudUnderTest.ACCOUNT;
    try (var stranger = cloud.client(Ec2Client.builder(), "AKIAOTHER", account.secretAccessKey());
        var forger = cloud.client(Ec2Client.builder(), account.accessKeyId(), "guessed")) {
      refused("AuthFailure", stranger::describeVpcs);
      refused("AuthFailure", forger::describeVpcs);
    }
  }

  private List<Instance> byTag(String migration) {
    return ec2
        .describeInstances(
            r -> r.filters(Filter.builder().name("tag:kahuna:migration").values(migration).build()))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private void importKey() {
    ec2.importKeyPair(
        r -> r.keyName("kahuna-shop").publicKeyMaterial(SdkBytes.fromUtf8String(PUBLIC_KEY)));
  }

  private String group(String name) {
    return ec2.createSecurityGroup(r -> r.groupName(name).description("A test's")).groupId();
  }

  private RunInstancesRequest.Builder launch(String token, int dataGib) {
    var image =
        ec2
            .describeImages(
                r ->
                    r.owners("099720109477")
                        .filters(
                            Filter.builder()
                                .name("name")
                                .values("ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*")
                                .build()))
            .images()
            .stream()
            .max(Comparator.comparing(Image::creationDate))
            .orElseThrow();
    return RunInstancesRequest.builder()
        .imageId(image.imageId())
        .instanceType(InstanceType.M7_I_LARGE)
        .keyName("kahuna-shop")
        .minCount(1)
        .maxCount(1)
        .clientToken(token)
        .blockDeviceMappings(
            BlockDeviceMapping.builder()
                .deviceName("/dev/sdf")
                .ebs(ebs -> ebs.volumeSize(dataGib).deleteOnTermination(true))
                .build())
        .tagSpecifications(tagged(ResourceType.INSTANCE), tagged(ResourceType.VOLUME));
  }

  private static TagSpecification tagged(ResourceType type) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(tag("kahuna:migration", "shop"))
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Ec2Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
