package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An inbound rule of a security group.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp} or {@code -1} for all
 * @param source an IPv4 or IPv6 range, or the id of a group
 */
record IngressRule(String protocol, int from, int to, String source, Optional<String> description) {

  /** The rules of an Authorize or Revoke call, one for each source. */
  static List<IngressRule> of(Params request) {
    var rules = new ArrayList<IngressRule>();
    for (var permission : request.structures("IpPermissions")) {
      add(rules, permission, "IpRanges", "CidrIp");
      add(rules, permission, "Ipv6Ranges", "CidrIpv6");
      add(rules, permission, "Groups", "GroupId");
    }
    request.find("CidrIp").ifPresent(cidr -> rules.add(rule(request, cidr, Optional.empty())));
    if (rules.isEmpty()) {
      throw AwsError.badRequest(
          "MissingParameter",
          "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
    }
    return rules;
  }

  private static void add(List<IngressRule> rules, Params permission, String list, String field) {
    for (var source : permission.structures(list)) {
      rules.add(rule(permission, source.required(field), source.find("Description")));
    }
  }

  private static IngressRule rule(Params permission, String source, Optional<String> description) {
    if (!source.startsWith("sg-") && !source.matches("[0-9a-fA-F:.]+/\\d{1,3}")) {
      throw AwsError.badRequest("InvalidParameterValue", "CIDR block %s is malformed", source);
    }
    return new IngressRule(
        permission.required("IpProtocol"),
        permission.number("FromPort", -1),
        permission.number("ToPort", -1),
        source,
        description);
  }

  /** Whether it allows the same; the description does not count. */
  boolean sameAs(IngressRule other) {
    return protocol.equals(other.protocol)
        && from == other.from
        && to == other.to
        && source.equals(other.source);
  }

  void describe(Xml xml, String accountId) {
    xml.text("ipProtocol", protocol);
    if (from >= 0) {
      xml.text("fromPort", from).text("toPort", to);
    }
    if (source.startsWith("sg-")) {
      xml.group(
          "groups",
          groups ->
              groups.group(
                  "item",
                  item ->
                      item.text("userId", accountId)
                          .text("groupId", source)
                          .text("description", description)));
    } else if (source.contains(":")) {
      xml.group("ipv6Ranges", ranges -> range(ranges, "cidrIpv6"));
    } else {
      xml.group("ipRanges", ranges -> range(ranges, "cidrIp"));
    }
  }

  private void range(Xml ranges, String name) {
    ranges.group("item", item -> item.text(name, source).text("description", description));
  }
}
