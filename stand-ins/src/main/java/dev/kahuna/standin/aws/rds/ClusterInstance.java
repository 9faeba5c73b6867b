package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.Xml;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An instance of a cluster. On this machine it is the cluster's server under another name. */
final class ClusterInstance {
  private final String identifier;
  private final String instanceClass;
  private final String arn;
  private final Cluster cluster;
  private final boolean publiclyAccessible;
  private final Instant createdAt;
  private final CompletableFuture<Boolean> creation;
  private Optional<CompletableFuture<Boolean>> end = Optional.empty();

  ClusterInstance(
      String identifier,
      String instanceClass,
      String arn,
      Cluster cluster,
      boolean publiclyAccessible,
      Instant createdAt,
      CompletableFuture<Boolean> creation) {
    this.identifier = identifier;
    this.instanceClass = instanceClass;
    this.arn = arn;
    this.cluster = cluster;
    this.publiclyAccessible = publiclyAccessible;
    this.createdAt = createdAt;
    this.creation = creation;
  }

  String identifier() {
    return identifier;
  }

  String arn() {
    return arn;
  }

  Cluster cluster() {
    return cluster;
  }

  void ending(CompletableFuture<Boolean> work) {
    end = Optional.of(work);
  }

  boolean isEnding() {
    return end.isPresent();
  }

  boolean isGone() {
    return end.filter(CompletableFuture::isDone).isPresent();
  }

  String status() {
    if (end.isPresent()) {
      return "deleting";
    }
    if (cluster.server().isCompletedExceptionally()) {
      return "failed";
    }
    return creation.isDone() && cluster.server().isDone() ? "available" : "creating";
  }

  void describe(Xml xml, RdsTags tags) {
    xml.text("DBInstanceIdentifier", identifier)
        .text("DBInstanceClass", instanceClass)
        .text("DBInstanceArn", arn)
        .text("DBInstanceStatus", status())
        .text("Engine", EngineVersions.ENGINE)
        .text("EngineVersion", cluster.request().engineVersion())
        .text("MasterUsername", cluster.request().masterUsername())
        .text("DBClusterIdentifier", cluster.request().identifier())
        .text("StorageEncrypted", cluster.request().encrypted())
        .text("PubliclyAccessible", publiclyAccessible)
        .text("PromotionTier", 1)
        .text("CACertificateIdentifier", "rds-ca-rsa2048-g1")
        .time("InstanceCreateTime", createdAt);
    cluster
        .endpoint()
        .ifPresent(
            at ->
                xml.group(
                    "Endpoint", each -> each.text("Address", at.host()).text("Port", at.port())));
    xml.rdsTags(tags.of(arn));
  }
}
