package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Background;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The instances of clusters. */
final class ClusterInstances {
  private final AwsAccount account;
  private final Clock clock;
  private final Background background;
  private final RdsTags tags;
  private final EngineVersions versions;
  private final RdsClusters clusters;
  private final Map<String, ClusterInstance> instances = new TreeMap<>();

  ClusterInstances(
      AwsAccount account,
      Clock clock,
      Background background,
      RdsTags tags,
      EngineVersions versions,
      RdsClusters clusters) {
    this.account = account;
    this.clock = clock;
    this.background = background;
    this.tags = tags;
    this.versions = versions;
    this.clusters = clusters;
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "CreateDBInstance", this::create,
        "DescribeDBInstances", this::describe,
        "DeleteDBInstance", this::delete);
  }

  private Map<String, ClusterInstance> live() {
    instances.values().stream()
        .filter(ClusterInstance::isGone)
        .forEach(instance -> tags.forget(instance.arn()));
    instances.values().removeIf(ClusterInstance::isGone);
    return instances;
  }

  ClusterInstance byIdentifier(String identifier) {
    return Optional.ofNullable(live().get(identifier.toLowerCase(Locale.ROOT)))
        .orElseThrow(
            () -> AwsError.notFound("DBInstanceNotFound", "DBInstance %s not found.", identifier));
  }

  private void create(Params request, Xml response) {
    var identifier = request.required("DBInstanceIdentifier").toLowerCase(Locale.ROOT);
    if (live().containsKey(identifier)) {
      throw AwsError.badRequest("DBInstanceAlreadyExists", "DB instance already exists");
    }
    var cluster = clusters.byIdentifier(request.required("DBClusterIdentifier"));
    var instanceClass = request.required("DBInstanceClass");
    versions.requireClass(instanceClass);
    if (cluster.isEnding()) {
      throw AwsError.badRequest("InvalidDBClusterStateFault", "The cluster is being deleted.");
    }
    if (instanceClass.equals("db.serverless") && !cluster.request().serverless()) {
      throw AwsError.badRequest(
          "InvalidParameterCombination",
          "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a"
              + " Serverless v2 DB instance.");
    }
    var instance =
        new ClusterInstance(
            identifier,
            instanceClass,
            account.arn("rds", "db:" + identifier),
            cluster,
            request.flag("PubliclyAccessible"),
            clock.instant(),
            background.after(cluster.server(), () -> true));
    instances.put(identifier, instance);
    cluster.members().add(instance);
    tags.onCreation(request, instance.arn());
    response.group("DBInstance", xml -> instance.describe(xml, tags));
  }

  private void describe(Params request, Xml response) {
    var found =
        request
            .find("DBInstanceIdentifier")
            .map(id -> List.of(byIdentifier(id)))
            .orElseGet(() -> List.copyOf(live().values()));
    response.list(
        "DBInstances", "DBInstance", found, (xml, instance) -> instance.describe(xml, tags));
  }

  private void delete(Params request, Xml response) {
    var instance = byIdentifier(request.required("DBInstanceIdentifier"));
    if (instance.isEnding()) {
      throw AwsError.badRequest(
          "InvalidDBInstanceState", "Instance %s is already being deleted.", instance.identifier());
    }
    instance.ending(background.run(() -> true));
    response.group("DBInstance", xml -> instance.describe(xml, tags));
  }
}
