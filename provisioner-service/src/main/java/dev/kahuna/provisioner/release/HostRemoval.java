package dev.kahuna.provisioner.release;

import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.provisioner.host.Hosts;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Volume;

/** The hosts, and volumes that outlived one. */
final class HostRemoval implements Removal {
  private final Ec2Client ec2;
  private final Hosts hosts;

  HostRemoval(Ec2Client ec2) {
    this.ec2 = ec2;
    this.hosts = new Hosts(ec2);
  }

  @Override
  public Result remove(AwsNames names) {
    var all = hosts.all(names);
    var living = all.stream().filter(host -> !Hosts.hasEnded(host)).toList();
    var unasked =
        living.stream()
            .filter(host -> host.state().name() != InstanceStateName.SHUTTING_DOWN)
            .map(Instance::instanceId)
            .toList();
    if (!unasked.isEmpty()) {
      ec2.terminateInstances(r -> r.instanceIds(unasked));
    }
    if (!living.isEmpty()) {
      return Result.remaining("the hosts are ending: " + ids(living));
    }
    var volumes = ec2.describeVolumes(r -> r.filters(names.tagFilter())).volumes();
    volumes.forEach(this::delete);
    return volumes.isEmpty()
        ? Result.gone(all.stream().map(host -> "instance " + host.instanceId()).toList())
        : Result.remaining(
            "volumes are being deleted: " + volumes.stream().map(Volume::volumeId).toList());
  }

  private void delete(Volume volume) {
    AwsFailures.unless(
        "InvalidVolume.NotFound",
        () ->
            AwsFailures.unless(
                "VolumeInUse", () -> ec2.deleteVolume(r -> r.volumeId(volume.volumeId()))));
  }

  private static List<String> ids(List<Instance> instances) {
    return instances.stream().map(Instance::instanceId).toList();
  }
}
