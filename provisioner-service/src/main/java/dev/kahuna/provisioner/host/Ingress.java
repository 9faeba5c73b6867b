package dev.kahuna.provisioner.host;

import dev.kahuna.request.MigrationRequest.Replica;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The rules of the two security groups, one permission for each source. */
final class Ingress {
  private static final int POSTGRES = 5432;

  private Ingress() {}

  static List<IpPermission> toHosts(Replica replica, int sshPort, String hosts, String target) {
    return Stream.of(
            replica.admin().stream().map(cidr -> from(cidr, sshPort, "Kahuna: SSH")),
            databaseClients(replica),
            Stream.of(
                fromGroup(hosts, "The other host"), fromGroup(target, "Subscription of Aurora")))
        .flatMap(rules -> rules)
        .toList();
  }

  static List<IpPermission> toTarget(Replica replica, String hosts) {
    return Stream.concat(
            databaseClients(replica), Stream.of(fromGroup(hosts, "Subscription of the way back")))
        .toList();
  }

  /** Distinct, since a block may be both the services' and the app's. */
  private static Stream<IpPermission> databaseClients(Replica replica) {
    return Stream.concat(replica.admin().stream(), replica.clients().stream())
        .distinct()
        .map(cidr -> from(cidr, POSTGRES, "Kahuna and the dynos of the app"));
  }

  private static IpPermission from(String cidr, int port, String why) {
    return tcp(port).ipRanges(IpRange.builder().cidrIp(cidr).description(why).build()).build();
  }

  private static IpPermission fromGroup(String group, String why) {
    return tcp(POSTGRES)
        .userIdGroupPairs(UserIdGroupPair.builder().groupId(group).description(why).build())
        .build();
  }

  private static IpPermission.Builder tcp(int port) {
    return IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
  }
}
