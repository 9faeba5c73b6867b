package dev.kahuna.provisioner.release;

import dev.kahuna.event.Site;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** The security groups of the migration, except that of the database which the app uses. */
final class NetworkRemoval implements Removal {
  private final Ec2Client ec2;
  private final Site app;

  /**
   * @param app where the app is
   */
  NetworkRemoval(Ec2Client ec2, Site app) {
    this.ec2 = ec2;
    this.app = app;
  }

  @Override
  public Result remove(AwsNames names) {
    var groups = ec2.describeSecurityGroups(r -> r.filters(names.tagFilter())).securityGroups();
    var named = going(names);
    var going = groups.stream().filter(group -> named.contains(group.groupName())).toList();
    // Their rules refer to each other, and a group that a rule refers to can't be deleted.
    groups.forEach(group -> forget(group, going));
    var held = going.stream().filter(group -> !delete(group)).map(SecurityGroup::groupName);
    var remaining = held.toList();
    return remaining.isEmpty()
        ? Result.gone(named.stream().map(name -> "security group " + name).toList())
        : Result.remaining("security groups are still in use: " + remaining);
  }

  private List<String> going(AwsNames names) {
    return switch (app) {
      case HEROKU -> List.of(names.hostsGroup(), names.targetGroup());
      case REPLICA -> List.of(names.targetGroup());
      case AURORA -> List.of(names.hostsGroup());
    };
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
