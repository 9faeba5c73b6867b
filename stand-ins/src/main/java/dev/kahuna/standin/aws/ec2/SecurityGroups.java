package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Security groups and their inbound rules. Nothing is filtered by them on this machine. */
final class SecurityGroups {
  private static final Ec2Tags.NotFound NO_GROUP =
      new Ec2Tags.NotFound("InvalidGroup.NotFound", "security group");

  /** A group. */
  record Group(String id, String name, String description, String vpcId, Set<IngressRule> rules)
      implements Ec2Resource {
    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "group-id" -> Optional.of(List.of(id));
        case "group-name" -> Optional.of(List.of(name));
        case "description" -> Optional.of(List.of(description));
        case "vpc-id" -> Optional.of(List.of(vpcId));
        case "ip-permission.group-id" ->
            Optional.of(
                rules.stream().map(IngressRule::source).filter(s -> s.startsWith("sg-")).toList());
        default -> Optional.empty();
      };
    }
  }

  private final AwsAccount account;
  private final Ec2Tags tags;
  private final Network network;
  private final Map<String, Group> groups = new TreeMap<>();
  private final List<Predicate<String>> users = new ArrayList<>();
  private final Group byDefault;

  SecurityGroups(AwsAccount account, Ec2Tags tags, Network network) {
    this.account = account;
    this.tags = tags;
    this.network = network;
    this.byDefault = create("default", "default VPC security group");
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "CreateSecurityGroup", this::createSecurityGroup,
        "DescribeSecurityGroups", this::describeSecurityGroups,
        "AuthorizeSecurityGroupIngress", this::authorizeSecurityGroupIngress,
        "RevokeSecurityGroupIngress", this::revokeSecurityGroupIngress,
        "DeleteSecurityGroup", this::deleteSecurityGroup);
  }

  /** Somebody who can say whether a group is in use, and so may not be deleted. */
  void usedBy(Predicate<String> user) {
    users.add(user);
  }

  /** The groups of these ids; the VPC's default group when none is given. */
  List<Group> byIds(List<String> ids) {
    return ids.isEmpty() ? List.of(byDefault) : ids.stream().map(this::byId).toList();
  }

  private Group byId(String id) {
    return Optional.ofNullable(groups.get(id)).orElseThrow(() -> NO_GROUP.error(id));
  }

  private Group create(String name, String description) {
    var group =
        new Group(
            ResourceIds.next("sg"), name, description, network.vpcId(), new LinkedHashSet<>());
    groups.put(group.id(), group);
    return group;
  }

  private void createSecurityGroup(Params request, Xml response) {
    var name = request.required("GroupName");
    var description = request.required("GroupDescription");
    request.find("VpcId").ifPresent(network::requireVpc);
    if (groups.values().stream().anyMatch(group -> group.name().equals(name))) {
      throw AwsError.badRequest(
          "InvalidGroup.Duplicate",
          "The security group '%s' already exists for VPC '%s'",
          name,
          network.vpcId());
    }
    var group = create(name, description);
    tags.onCreation(request, "security-group", group.id());
    response
        .text("groupId", group.id())
        .text("securityGroupArn", arn(group))
        .ec2Tags(tags.of(group.id()));
  }

  private void describeSecurityGroups(Params request, Xml response) {
    var names = request.list("GroupName");
    response.list(
        "securityGroupInfo",
        "item",
        tags
            .select(groups.values(), request.list("GroupId"), Ec2Filter.of(request), NO_GROUP)
            .stream()
            .filter(group -> names.isEmpty() || names.contains(group.name()))
            .toList(),
        (xml, group) ->
            xml.text("ownerId", account.accountId())
                .text("groupId", group.id())
                .text("securityGroupArn", arn(group))
                .text("groupName", group.name())
                .text("groupDescription", group.description())
                .text("vpcId", group.vpcId())
                .list(
                    "ipPermissions",
                    "item",
                    group.rules(),
                    (item, rule) -> rule.describe(item, account.accountId()))
                .ec2Tags(tags.of(group.id())));
  }

  private void authorizeSecurityGroupIngress(Params request, Xml response) {
    var group = byId(request.required("GroupId"));
    var rules = IngressRule.of(request);
    for (var rule : rules) {
      if (rule.source().startsWith("sg-")) {
        byId(rule.source());
      }
      if (group.rules().stream().anyMatch(rule::sameAs)) {
        throw AwsError.badRequest(
            "InvalidPermission.Duplicate",
            "the specified rule \"peer: %s, %s, from port: %d, to port: %d, ALLOW\" already exists",
            rule.source(),
            rule.protocol(),
            rule.from(),
            rule.to());
      }
    }
    group.rules().addAll(rules);
    response.text("return", true);
  }

  private void revokeSecurityGroupIngress(Params request, Xml response) {
    var group = byId(request.required("GroupId"));
    for (var rule : IngressRule.of(request)) {
      if (!group.rules().removeIf(rule::sameAs)) {
        throw AwsError.badRequest(
            "InvalidPermission.NotFound",
            "The specified rule does not exist in this security group.");
      }
    }
    response.text("return", true);
  }

  private void deleteSecurityGroup(Params request, Xml response) {
    var group = byId(request.required("GroupId"));
    if (group.id().equals(byDefault.id())) {
      throw AwsError.badRequest(
          "CannotDelete",
          "the specified group: \"%s\" name: \"default\" cannot be deleted by a user",
          group.id());
    }
    var referenced =
        groups.values().stream()
            .filter(other -> !other.id().equals(group.id()))
            .flatMap(other -> other.rules().stream())
            .anyMatch(rule -> rule.source().equals(group.id()));
    if (referenced || users.stream().anyMatch(user -> user.test(group.id()))) {
      throw AwsError.badRequest(
          "DependencyViolation", "resource %s has a dependent object", group.id());
    }
    groups.remove(group.id());
    tags.forget(group.id());
    response.text("return", true).text("groupId", group.id());
  }

  private String arn(Group group) {
    return account.arn("ec2", "security-group/" + group.id());
  }
}
