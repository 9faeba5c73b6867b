package dev.kahuna.provisioner.host;

import dev.kahuna.failure.Rejected;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.request.MigrationRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Controls who can reach whom. The hosts and the cluster each have a security group in one VPC, and
 * each admits the other: Aurora's subscription connects to the replica, and the way back connects
 * to Aurora.
 */
public final class MigrationNetwork {
  private final Ec2Client ec2;
  private final int sshPort;

  public MigrationNetwork(Ec2Client ec2, int sshPort) {
    this.ec2 = ec2;
    this.sshPort = sshPort;
  }

  /** The ids of the two groups. */
  public record Groups(String hosts, String target) {}

  /** Creates the groups and their rules unless they exist. */
  public Groups ensure(AwsNames names, MigrationRequest request) {
    var vpc = subnet(request).vpcId();
    var hosts = group(names, names.hostsGroup(), "Replica and standby of a Kahuna migration", vpc);
    var target = group(names, names.targetGroup(), "Aurora cluster of a Kahuna migration", vpc);
    admit(hosts, Ingress.toHosts(request.replica(), sshPort, hosts, target));
    admit(target, Ingress.toTarget(request.replica(), hosts));
    return new Groups(hosts, target);
  }

  /**
   * The subnet of the hosts: the request's, or one of the default VPC in a zone that offers the
   * instance type.
   *
   * @throws Rejected when there is none
   */
  public Subnet subnet(MigrationRequest request) {
    var asked = request.replica().subnet();
    if (asked.isPresent()) {
      return ec2.describeSubnets(r -> r.subnetIds(asked.get())).subnets().getFirst();
    }
    var zones = zones(request.replica().instanceType());
    return ec2.describeSubnets(r -> r.filters(filter("default-for-az", "true"))).subnets().stream()
        .filter(subnet -> zones.contains(subnet.availabilityZone()))
        .min(Comparator.comparing(Subnet::availabilityZone))
        .orElseThrow(
            () ->
                new Rejected(
                    ("No default subnet of this region is in a zone that offers %s. Set"
                            + " replica.subnet.")
                        .formatted(request.replica().instanceType())));
  }

  private List<String> zones(String instanceType) {
    return ec2
        .describeInstanceTypeOfferings(
            r -> r.locationType("availability-zone").filters(filter("instance-type", instanceType)))
        .instanceTypeOfferings()
        .stream()
        .map(offering -> offering.location())
        .toList();
  }

  private String group(AwsNames names, String name, String description, String vpc) {
    return find(name, vpc)
        .map(SecurityGroup::groupId)
        .orElseGet(() -> create(names, name, description, vpc));
  }

  private Optional<SecurityGroup> find(String name, String vpc) {
    return ec2
        .describeSecurityGroups(r -> r.filters(filter("group-name", name), filter("vpc-id", vpc)))
        .securityGroups()
        .stream()
        .findFirst();
  }

  private String create(AwsNames names, String name, String description, String vpc) {
    try {
      return ec2.createSecurityGroup(
              r ->
                  r.groupName(name)
                      .description(description)
                      .vpcId(vpc)
                      .tagSpecifications(names.tags(ResourceType.SECURITY_GROUP, name)))
          .groupId();
    } catch (Ec2Exception e) {
      if (!AwsFailures.code(e).equals("InvalidGroup.Duplicate")) {
        throw e;
      }
      return find(name, vpc).orElseThrow(() -> e).groupId();
    }
  }

  private void admit(String group, List<IpPermission> permissions) {
    for (var permission : permissions) {
      AwsFailures.unless(
          "InvalidPermission.Duplicate",
          () -> ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(permission)));
    }
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
