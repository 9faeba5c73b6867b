package dev.kahuna.provisioner.host;

import dev.kahuna.event.HostRole;
import dev.kahuna.provisioner.aws.AwsNames;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** The instances that carry a migration's tag. */
public final class Hosts {
  private final Ec2Client ec2;

  public Hosts(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  /** All of them, including those that ended within the last hour. */
  public List<Instance> all(AwsNames names) {
    return find(names.tagFilter());
  }

  /** Those of one role. */
  List<Instance> of(AwsNames names, HostRole role) {
    return find(
        names.tagFilter(),
        Filter.builder().name("tag:" + AwsNames.ROLE_TAG).values(AwsNames.label(role)).build());
  }

  /** Whether it has ended. */
  public static boolean hasEnded(Instance instance) {
    return instance.state().name() == InstanceStateName.TERMINATED;
  }

  private List<Instance> find(Filter... filters) {
    return ec2.describeInstancesPaginator(r -> r.filters(filters)).stream()
        .flatMap(page -> page.reservations().stream())
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }
}
