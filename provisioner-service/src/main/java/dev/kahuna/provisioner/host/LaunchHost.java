package dev.kahuna.provisioner.host;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Launches a host with its data volume. Automates the runbook's sections "log-shipped replica" and
 * "streaming replica", up to the first login.
 */
public final class LaunchHost {
  private static final String DATA_DEVICE = "/dev/sdf";
  private static final String LOGIN_USER = "ubuntu";
  private static final int MOST_LAUNCHES = 3;

  private final Ec2Client ec2;
  private final Hosts hosts;
  private final LoginKey loginKey;
  private final MigrationNetwork network;
  private final HostImages images;
  private final ConsoleHostKeys hostKeys;
  private final Duration recheck;

  public LaunchHost(
      Ec2Client ec2,
      LoginKey loginKey,
      MigrationNetwork network,
      HostImages images,
      Duration recheck) {
    this.ec2 = ec2;
    this.hosts = new Hosts(ec2);
    this.loginKey = loginKey;
    this.network = network;
    this.images = images;
    this.hostKeys = new ConsoleHostKeys(ec2);
    this.recheck = recheck;
  }

  /** One round: launches the host or asks for its state. */
  public StepOutcome launch(HostRole role, Migration migration) {
    var names = new AwsNames(migration.id());
    var all = hosts.of(names, role);
    var living = all.stream().filter(instance -> !Hosts.hasEnded(instance)).findFirst();
    if (living.isEmpty()) {
      refuseToRepeat(all);
      var token = names.launchToken(role, all.size());
      var launched = ec2.runInstances(launchRequest(names, role, migration.request(), token));
      var id = launched.instances().getFirst().instanceId();
      return StepOutcome.notYet(names.host(role) + " is starting as " + id, recheck);
    }
    var instance = living.get();
    return instance.state().name() == InstanceStateName.RUNNING
        ? running(names, role, instance)
        : StepOutcome.notYet(
            "%s (%s) is %s"
                .formatted(
                    names.host(role), instance.instanceId(), instance.state().nameAsString()),
            recheck);
  }

  /**
   * A host that ended because of a quota or a key would end again, and every launch costs money.
   */
  private static void refuseToRepeat(List<Instance> ended) {
    for (var instance : ended) {
      var reason = instance.stateReason();
      if (reason != null
          && (String.valueOf(reason.code()).startsWith("Client.")
              || ended.size() >= MOST_LAUNCHES)) {
        throw new Rejected(
            "EC2 ended the instance %s: %s. Fix the cause, then retry."
                .formatted(instance.instanceId(), reason.message()));
      }
    }
  }

  private StepOutcome running(AwsNames names, HostRole role, Instance instance) {
    var keys = hostKeys.of(instance.instanceId());
    var volume = dataVolume(instance);
    if (keys.isEmpty() || volume.isEmpty()) {
      var awaited = keys.isEmpty() ? "its SSH host keys on the console" : "its data volume";
      return StepOutcome.notYet(names.host(role) + " runs; waiting for " + awaited, recheck);
    }
    return StepOutcome.done(
        new HostLaunched(
            role,
            instance.instanceId(),
            volume.get(),
            instance.privateIpAddress(),
            Optional.ofNullable(instance.publicIpAddress()).orElse(instance.privateIpAddress()),
            LOGIN_USER,
            loginKey.ensure(names),
            keys));
  }

  private static Optional<String> dataVolume(Instance instance) {
    return instance.blockDeviceMappings().stream()
        .filter(mapping -> mapping.deviceName().equals(DATA_DEVICE))
        .map(mapping -> mapping.ebs().volumeId())
        .findFirst();
  }

  private RunInstancesRequest launchRequest(
      AwsNames names, HostRole role, MigrationRequest request, String token) {
    loginKey.ensure(names);
    var groups = network.ensure(names, request);
    var roleTag = AwsNames.tag(AwsNames.ROLE_TAG, AwsNames.label(role));
    var name = names.host(role);
    var launch = RunInstancesRequest.builder();
    request
        .replica()
        .instanceProfile()
        .ifPresent(profile -> launch.iamInstanceProfile(p -> p.name(profile)));
    return launch
        .clientToken(token)
        .minCount(1)
        .maxCount(1)
        .imageId(images.newest(request.replica()).imageId())
        .instanceType(request.replica().instanceType())
        .keyName(names.base())
        .networkInterfaces(networkInterface(request, groups.hosts()))
        .blockDeviceMappings(dataDisk(request.replica().volumeGib()))
        .metadataOptions(options -> options.httpTokens("required"))
        .tagSpecifications(
            List.of(
                names.tags(ResourceType.INSTANCE, name, roleTag),
                names.tags(ResourceType.VOLUME, name, roleTag),
                names.tags(ResourceType.NETWORK_INTERFACE, name)))
        .build();
  }

  private InstanceNetworkInterfaceSpecification networkInterface(
      MigrationRequest request, String group) {
    return InstanceNetworkInterfaceSpecification.builder()
        .deviceIndex(0)
        .subnetId(network.subnet(request).subnetId())
        .groups(group)
        .associatePublicIpAddress(PublicClients.in(request.replica()))
        .deleteOnTermination(true)
        .build();
  }

  private static BlockDeviceMapping dataDisk(int gib) {
    return BlockDeviceMapping.builder()
        .deviceName(DATA_DEVICE)
        .ebs(
            disk ->
                disk.volumeSize(gib).volumeType("gp3").encrypted(true).deleteOnTermination(true))
        .build();
  }
}
