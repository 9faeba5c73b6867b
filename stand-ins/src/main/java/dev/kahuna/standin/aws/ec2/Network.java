package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A default VPC with a subnet in each of three availability zones. */
public final class Network {

  /** A subnet; the addresses of its instances are loopback addresses. */
  public record Subnet(String id, String vpcId, String zone, String cidr) implements Ec2Resource {
    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "vpc-id" -> Optional.of(List.of(vpcId));
        case "subnet-id" -> Optional.of(List.of(id));
        case "availability-zone", "availabilityZone" -> Optional.of(List.of(zone));
        case "default-for-az", "defaultForAz" -> Optional.of(List.of("true"));
        case "state" -> Optional.of(List.of("available"));
        default -> Optional.empty();
      };
    }
  }

  private record Vpc(String id) implements Ec2Resource {
    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "vpc-id" -> Optional.of(List.of(id));
        case "is-default", "isDefault" -> Optional.of(List.of("true"));
        case "state" -> Optional.of(List.of("available"));
        default -> Optional.empty();
      };
    }
  }

  private static final Ec2Tags.NotFound NO_SUBNET =
      new Ec2Tags.NotFound("InvalidSubnetID.NotFound", "subnet ID");
  private static final Ec2Tags.NotFound NO_VPC =
      new Ec2Tags.NotFound("InvalidVpcID.NotFound", "vpc ID");

  private final AwsAccount account;
  private final Ec2Tags tags;
  private final Vpc vpc = new Vpc(ResourceIds.next("vpc"));
  private final List<Subnet> subnets;
  private final AtomicInteger nextHost = new AtomicInteger(10);

  Network(AwsAccount account, Ec2Tags tags) {
    this.account = account;
    this.tags = tags;
    this.subnets =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    new Subnet(
                        ResourceIds.next("subnet"),
                        vpc.id(),
                        account.region() + (char) ('a' + i),
                        "127.31." + i * 16 + ".0/20"))
            .toList();
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "DescribeVpcs", this::describeVpcs,
        "DescribeSubnets", this::describeSubnets,
        "DescribeAvailabilityZones", this::describeAvailabilityZones);
  }

  public String vpcId() {
    return vpc.id();
  }

  List<Subnet> subnets() {
    return subnets;
  }

  /** The subnet of this id. */
  public Subnet subnet(String id) {
    return subnets.stream()
        .filter(subnet -> subnet.id().equals(id))
        .findFirst()
        .orElseThrow(() -> NO_SUBNET.error(id));
  }

  void requireVpc(String id) {
    if (!vpc.id().equals(id)) {
      throw NO_VPC.error(id);
    }
  }

  /** An address that was not handed out yet. */
  String nextAddress(Subnet subnet) {
    var n = nextHost.getAndIncrement();
    var third = subnets.indexOf(subnet) * 16 + n / 250;
    return "127.31.%d.%d".formatted(third, 1 + n % 250);
  }

  private void describeVpcs(Params request, Xml response) {
    response.list(
        "vpcSet",
        "item",
        tags.select(List.of(vpc), request.list("VpcId"), Ec2Filter.of(request), NO_VPC),
        (xml, each) ->
            xml.text("vpcId", each.id())
                .text("ownerId", account.accountId())
                .text("state", "available")
                .text("cidrBlock", "127.31.0.0/16")
                .text("instanceTenancy", "default")
                .text("isDefault", true)
                .ec2Tags(tags.of(each.id())));
  }

  private void describeSubnets(Params request, Xml response) {
    response.list(
        "subnetSet",
        "item",
        tags.select(subnets, request.list("SubnetId"), Ec2Filter.of(request), NO_SUBNET),
        (xml, subnet) ->
            xml.text("subnetId", subnet.id())
                .text("subnetArn", account.arn("ec2", "subnet/" + subnet.id()))
                .text("vpcId", subnet.vpcId())
                .text("ownerId", account.accountId())
                .text("state", "available")
                .text("cidrBlock", subnet.cidr())
                .text("availableIpAddressCount", 4000)
                .text("availabilityZone", subnet.zone())
                .text("defaultForAz", true)
                .text("mapPublicIpOnLaunch", true)
                .ec2Tags(tags.of(subnet.id())));
  }

  private void describeAvailabilityZones(Params request, Xml response) {
    response.list(
        "availabilityZoneInfo",
        "item",
        subnets,
        (xml, subnet) ->
            xml.text("zoneName", subnet.zone())
                .text("regionName", account.region())
                .text("zoneState", "available"));
  }
}
