package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.ec2.Network;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** DB subnet groups. */
final class SubnetGroups {

  private record Group(String name, String description, String arn, List<Network.Subnet> subnets) {}

  private final AwsAccount account;
  private final RdsTags tags;
  private final Network network;
  private final Map<String, Group> groups = new TreeMap<>();
  private Predicate<String> inUse = name -> false;

  SubnetGroups(AwsAccount account, RdsTags tags, Network network) {
    this.account = account;
    this.tags = tags;
    this.network = network;
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "CreateDBSubnetGroup", this::create,
        "DescribeDBSubnetGroups", this::describe,
        "DeleteDBSubnetGroup", this::delete);
  }

  /** Sets who says whether a cluster uses a group, which then may not be deleted. */
  void usedWhen(Predicate<String> user) {
    inUse = user;
  }

  /** The group's name, if it exists; {@code default} does always. */
  String require(String name) {
    return name.equals("default") ? name : byName(name).name();
  }

  private Group byName(String name) {
    return Optional.ofNullable(groups.get(name))
        .orElseThrow(
            () ->
                AwsError.notFound(
                    "DBSubnetGroupNotFoundFault", "DB subnet group '%s' does not exist.", name));
  }

  private void create(Params request, Xml response) {
    var name = request.required("DBSubnetGroupName").toLowerCase(Locale.ROOT);
    if (groups.containsKey(name)) {
      throw AwsError.badRequest(
          "DBSubnetGroupAlreadyExists", "The DB subnet group '%s' already exists.", name);
    }
    var subnets = request.list("SubnetIds").stream().map(this::subnet).toList();
    if (subnets.stream().map(Network.Subnet::zone).distinct().count() < 2) {
      throw AwsError.badRequest(
          "DBSubnetGroupDoesNotCoverEnoughAZs",
          "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Add"
              + " subnets to cover at least 2 AZs.");
    }
    var arn = account.arn("rds", "subgrp:" + name);
    var group = new Group(name, request.required("DBSubnetGroupDescription"), arn, subnets);
    groups.put(name, group);
    tags.onCreation(request, arn);
    response.group("DBSubnetGroup", xml -> describe(xml, group));
  }

  private Network.Subnet subnet(String id) {
    try {
      return network.subnet(id);
    } catch (AwsError e) {
      throw AwsError.badRequest("InvalidSubnet", "%s", e.message());
    }
  }

  private void describe(Params request, Xml response) {
    var found =
        request
            .find("DBSubnetGroupName")
            .map(name -> List.of(byName(name)))
            .orElseGet(() -> List.copyOf(groups.values()));
    response.list("DBSubnetGroups", "DBSubnetGroup", found, this::describe);
  }

  private void describe(Xml xml, Group group) {
    xml.text("DBSubnetGroupName", group.name())
        .text("DBSubnetGroupDescription", group.description())
        .text("DBSubnetGroupArn", group.arn())
        .text("VpcId", network.vpcId())
        .text("SubnetGroupStatus", "Complete")
        .list(
            "Subnets",
            "Subnet",
            group.subnets(),
            (item, subnet) ->
                item.text("SubnetIdentifier", subnet.id())
                    .text("SubnetStatus", "Active")
                    .group("SubnetAvailabilityZone", zone -> zone.text("Name", subnet.zone())));
  }

  private void delete(Params request, Xml response) {
    var group = byName(request.required("DBSubnetGroupName"));
    if (inUse.test(group.name())) {
      throw AwsError.badRequest(
          "InvalidDBSubnetGroupStateFault",
          "Cannot delete the subnet group '%s' because at least one database is using it.",
          group.name());
    }
    groups.remove(group.name());
    tags.forget(group.arn());
  }
}
