package dev.kahuna.provisioner.release;

import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** The security groups: all of the migration's, or all but the cluster's. */
final class NetworkRemoval implements Removal {
  private final Ec2Client ec2;
  private final boolean keepsTarget;

  NetworkRemoval(Ec2Client ec2, boolean keepsTarget) {
    this.ec2 = ec2;
    this.keepsTarget = keepsTarget;
  }

  @Override
  public Result remove(AwsNames names) {
    var groups = ec2.describeSecurityGroups(r -> r.filters(names.tagFilter())).securityGroups();
    Predicate<SecurityGroup> kept =
        group -> keepsTarget && group.groupName().equals(names.targetGroup());
    var going = groups.stream().filter(kept.negate()).toList();
    // Their rules refer to each other, and a group that a rule refers to can't be deleted.
    groups.forEach(group -> forget(group, going));
    var held = going.stream().filter(group -> !delete(group)).map(SecurityGroup::groupName);
    var remaining = held.toList();
    return remaining.isEmpty()
        ? Result.gone(names(names))
        : Result.remaining("security groups are still in use: " + remaining);
  }

  private List<String> names(AwsNames names) {
    var hosts = "security group " + names.hostsGroup();
    return keepsTarget ? List.of(hosts) : List.of(hosts, "security group " + names.targetGroup());
  }

  private void forget(SecurityGroup group, List<SecurityGroup> going) {
    var ids = going.stream().map(SecurityGroup::groupId).toList();
    for (var permission : group.ipPermissions()) {
      var pairs =
          permission.userIdGroupPairs().stream()
              .filter(pair -> ids.contains(pair.groupId()))
              .toList();
      if (!pairs.isEmpty()) {
        var rule =
            IpPermission.builder()
                .ipProtocol(permission.ipProtocol())
                .fromPort(permission.fromPort())
                .toPort(permission.toPort())
                .userIdGroupPairs(pairs)
                .build();
        AwsFailures.unless(
            "InvalidPermission.NotFound",
            () ->
                ec2.revokeSecurityGroupIngress(
                    r -> r.groupId(group.groupId()).ipPermissions(rule)));
      }
    }
  }

  /** Whether it is deleted; it remains while something uses it. */
  private boolean delete(SecurityGroup group) {
    try {
      AwsFailures.unless(
          "InvalidGroup.NotFound", () -> ec2.deleteSecurityGroup(r -> r.groupId(group.groupId())));
      return true;
    } catch (Ec2Exception e) {
      if (AwsFailures.code(e).equals("DependencyViolation")) {
        return false;
      }
      throw e;
    }
  }
}
