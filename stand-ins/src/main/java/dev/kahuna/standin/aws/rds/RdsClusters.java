package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.ec2.Ec2;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Background;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import dev.kahuna.standin.aws.protocol.Xml;
import dev.kahuna.standin.aws.secretsmanager.SecretStore;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The Aurora clusters: each is a server that {@link ClusterServer} runs. */
final class RdsClusters {
  private final AwsAccount account;
  private final Clock clock;
  private final Background background;
  private final ClusterServer servers;
  private final RdsParts parts;
  private final Map<String, Cluster> clusters = new TreeMap<>();

  /** What a cluster refers to. */
  record RdsParts(
      RdsTags tags,
      EngineVersions versions,
      ClusterParameterGroups parameterGroups,
      SubnetGroups subnetGroups,
      Ec2 ec2,
      SecretStore secrets) {}

  RdsClusters(
      AwsAccount account,
      Clock clock,
      Background background,
      ClusterServer servers,
      RdsParts parts) {
    this.account = account;
    this.clock = clock;
    this.background = background;
    this.servers = servers;
    this.parts = parts;
    parts
        .parameterGroups()
        .usedWhen(name -> uses(cluster -> cluster.parameterGroup().equals(name)));
    parts.subnetGroups().usedWhen(name -> uses(cluster -> cluster.subnetGroup().equals(name)));
    parts
        .ec2()
        .securityGroupsUsedBy(id -> uses(cluster -> cluster.securityGroupIds().contains(id)));
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "CreateDBCluster", this::create,
        "DescribeDBClusters", this::describe,
        "DeleteDBCluster", this::delete);
  }

  private boolean uses(Predicate<Cluster.Request> what) {
    return live().values().stream().map(Cluster::request).anyMatch(what);
  }

  private Map<String, Cluster> live() {
    clusters.values().stream()
        .filter(Cluster::isGone)
        .forEach(cluster -> parts.tags().forget(cluster.request().arn()));
    clusters.values().removeIf(Cluster::isGone);
    return clusters;
  }

  Cluster byIdentifier(String identifier) {
    return Optional.ofNullable(live().get(identifier.toLowerCase(Locale.ROOT)))
        .orElseThrow(
            () ->
                AwsError.notFound("DBClusterNotFoundFault", "DBCluster %s not found.", identifier));
  }

  private void create(Params request, Xml response) {
    var identifier = identifier(request.required("DBClusterIdentifier"));
    if (live().containsKey(identifier)) {
      throw AwsError.badRequest("DBClusterAlreadyExistsFault", "DB Cluster already exists");
    }
    var version =
        parts
            .versions()
            .resolve(request.required("Engine"), request.find("EngineVersion").orElse("17"));
    var parameterGroup =
        request
            .find("DBClusterParameterGroupName")
            .orElse("default." + EngineVersions.family(version));
    var parameters = parts.parameterGroups().settings(parameterGroup, version);
    var asked = asked(request, identifier, version, parameterGroup);
    var secret = masterSecret(request, asked.masterUsername());
    var spec =
        new ClusterSpec(
            identifier,
            version,
            asked.database().orElse("postgres"),
            asked.masterUsername(),
            secret.password(),
            parameters);
    var cluster = new Cluster(asked, secret.arn(), background.run(() -> servers.create(spec)));
    parts.tags().onCreation(request, asked.arn());
    clusters.put(identifier, cluster);
    response.group("DBCluster", xml -> cluster.describe(xml, account, parts.tags()));
  }

  private Cluster.Request asked(
      Params request, String identifier, String version, String parameterGroup) {
    return new Cluster.Request(
        identifier,
        account.arn("rds", "cluster:" + identifier),
        "cluster-" + ResourceIds.hex(13).toUpperCase(Locale.ROOT),
        version,
        request.find("DatabaseName"),
        request.required("MasterUsername"),
        parameterGroup,
        parts.subnetGroups().require(request.find("DBSubnetGroupName").orElse("default")),
        parts.ec2().securityGroupIds(request.list("VpcSecurityGroupIds")),
        request.flag("StorageEncrypted"),
        request.flag("DeletionProtection"),
        request.find("ServerlessV2ScalingConfiguration.MaxCapacity").isPresent(),
        clock.instant());
  }

  private static String identifier(String asked) {
    if (!asked.matches("[a-zA-Z](?:-?[a-zA-Z0-9]){0,62}")) {
      throw AwsError.badRequest(
          "InvalidParameterValue",
          "The parameter DBClusterIdentifier is not a valid identifier. Identifiers must begin with"
              + " a letter; must contain only ASCII letters, digits, and hyphens; and must not end"
              + " with a hyphen or contain two consecutive hyphens.");
    }
    return asked.toLowerCase(Locale.ROOT);
  }

  private record MasterSecret(Optional<String> arn, String password) {}

  private MasterSecret masterSecret(Params request, String username) {
    var given = request.find("MasterUserPassword");
    var managed = request.flag("ManageMasterUserPassword");
    if (managed == given.isPresent()) {
      throw AwsError.badRequest(
          "InvalidParameterCombination",
          managed
              ? "You can specify MasterUserPassword or ManageMasterUserPassword, but not both."
              : "You must specify MasterUserPassword or ManageMasterUserPassword.");
    }
    if (given.isPresent()) {
      return new MasterSecret(Optional.empty(), given.get());
    }
    var password = ResourceIds.hex(16);
    return new MasterSecret(
        Optional.of(parts.secrets().createForCluster(username, password)), password);
  }

  private void describe(Params request, Xml response) {
    var found =
        request
            .find("DBClusterIdentifier")
            .map(id -> List.of(byIdentifier(id)))
            .orElseGet(() -> List.copyOf(live().values()));
    response.list(
        "DBClusters",
        "DBCluster",
        found,
        (xml, cluster) -> cluster.describe(xml, account, parts.tags()));
  }

  private void delete(Params request, Xml response) {
    var cluster = byIdentifier(request.required("DBClusterIdentifier"));
    requireDeletable(cluster, request);
    cluster.ending(
        background.after(
            cluster.server(),
            () -> {
              servers.delete(cluster.request().identifier());
              return true;
            }));
    cluster.masterSecretArn().ifPresent(parts.secrets()::delete);
    response.group("DBCluster", xml -> cluster.describe(xml, account, parts.tags()));
  }

  private static void requireDeletable(Cluster cluster, Params request) {
    if (cluster.request().deletionProtection()) {
      throw AwsError.badRequest(
          "InvalidParameterCombination",
          "Cannot delete protected Cluster, please disable deletion protection and try again.");
    }
    if (cluster.members().stream().anyMatch(member -> !member.isEnding())) {
      throw AwsError.badRequest(
          "InvalidDBClusterStateFault",
          "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    }
    if (cluster.isEnding()) {
      throw AwsError.badRequest("InvalidDBClusterStateFault", "Cluster is already being deleted.");
    }
    if (!request.flag("SkipFinalSnapshot") && request.find("FinalDBSnapshotIdentifier").isEmpty()) {
      throw AwsError.badRequest(
          "InvalidParameterCombination",
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    }
  }
}
