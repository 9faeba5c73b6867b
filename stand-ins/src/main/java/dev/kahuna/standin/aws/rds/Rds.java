package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.ec2.Ec2;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.Background;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.secretsmanager.SecretStore;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Relational Database Service, Aurora PostgreSQL only: what the account has, and its actions. */
public final class Rds {
  private final RdsTags tags = new RdsTags();
  private final EngineVersions versions = new EngineVersions();
  private final ClusterParameterGroups parameterGroups;
  private final SubnetGroups subnetGroups;
  private final RdsClusters clusters;
  private final ClusterInstances instances;
  private final LogFiles logFiles;

  public Rds(
      AwsAccount account,
      Clock clock,
      Background background,
      ClusterServer servers,
      Ec2 ec2,
      SecretStore secrets) {
    parameterGroups = new ClusterParameterGroups(account, tags, versions);
    subnetGroups = new SubnetGroups(account, tags, ec2.network());
    clusters =
        new RdsClusters(
            account,
            clock,
            background,
            servers,
            new RdsClusters.RdsParts(tags, versions, parameterGroups, subnetGroups, ec2, secrets));
    instances = new ClusterInstances(account, clock, background, tags, versions, clusters);
    logFiles = new LogFiles(instances, servers);
  }

  public Map<String, QueryAction> actions() {
    var actions = new TreeMap<String, QueryAction>();
    Stream.of(
            tags.actions(),
            versions.actions(),
            parameterGroups.actions(),
            subnetGroups.actions(),
            clusters.actions(),
            instances.actions(),
            logFiles.actions())
        .forEach(actions::putAll);
    return actions;
  }
}
