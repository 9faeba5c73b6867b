package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.Background;
import dev.kahuna.standin.aws.protocol.QueryAction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Elastic Compute Cloud: what the account has, and the actions upon it. */
public final class Ec2 {
  private final Ec2Tags tags = new Ec2Tags();
  private final Network network;
  private final Images images;
  private final KeyPairs keyPairs;
  private final SecurityGroups securityGroups;
  private final Volumes volumes = new Volumes(tags);
  private final Instances instances;

  public Ec2(AwsAccount account, Clock clock, Background background, InstanceHost hosts) {
    network = new Network(account, tags);
    images = new Images(account, tags);
    keyPairs = new KeyPairs(clock, tags);
    securityGroups = new SecurityGroups(account, tags, network);
    instances =
        new Instances(
            account,
            clock,
            background,
            hosts,
            new Instances.Ec2Parts(tags, network, images, keyPairs, securityGroups, volumes));
  }

  public Map<String, QueryAction> actions() {
    var actions = new TreeMap<String, QueryAction>();
    Stream.of(
            tags.actions(),
            network.actions(),
            images.actions(),
            keyPairs.actions(),
            securityGroups.actions(),
            volumes.actions(),
            instances.actions())
        .forEach(actions::putAll);
    return actions;
  }

  public Network network() {
    return network;
  }

  /** The ids of the groups, which must exist; the default group's when none is given. */
  public List<String> securityGroupIds(List<String> ids) {
    return securityGroups.byIds(ids).stream().map(SecurityGroups.Group::id).toList();
  }

  /** Lets another service say that it uses a group. */
  public void securityGroupsUsedBy(Predicate<String> user) {
    securityGroups.usedBy(user);
  }
}
