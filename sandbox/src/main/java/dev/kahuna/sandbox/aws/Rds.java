package dev.kahuna.sandbox.aws;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Relational Database Service, Aurora PostgreSQL only: what the account has, and its actions. */
final class Rds {
  private final RdsTags tags = new RdsTags();
  private final EngineVersions versions = new EngineVersions();
  private final ClusterParameterGroups parameterGroups;
  private final SubnetGroups subnetGroups;
  private final Clusters clusters;
  private final ClusterInstances instances;

  Rds(
      AwsAccount account,
      Clock clock,
      Background background,
      ClusterServer servers,
      Ec2 ec2,
      SecretStore secrets) {
    parameterGroups = new ClusterParameterGroups(account, tags, versions);
    subnetGroups = new SubnetGroups(account, tags, ec2.network());
    clusters =
        new Clusters(
            account,
            clock,
            background,
            servers,
            new Clusters.RdsParts(tags, versions, parameterGroups, subnetGroups, ec2, secrets));
    instances = new ClusterInstances(account, clock, background, tags, versions, clusters);
  }

  Map<String, QueryAction> actions() {
    var actions = new TreeMap<String, QueryAction>();
    Stream.of(
            tags.actions(),
            versions.actions(),
            parameterGroups.actions(),
            subnetGroups.actions(),
            clusters.actions(),
            instances.actions())
        .forEach(actions::putAll);
    return actions;
  }
}
