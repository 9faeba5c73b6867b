package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An Aurora cluster. Its status is read off the work of creating and ending its server. */
final class Cluster {

  /** What was asked for. */
  record Request(
      String identifier,
      String arn,
      String resourceId,
      String engineVersion,
      Optional<String> database,
      String masterUsername,
      String parameterGroup,
      String subnetGroup,
      List<String> securityGroupIds,
      boolean encrypted,
      boolean deletionProtection,
      boolean serverless,
      Instant createdAt) {}

  private final Request request;
  private final Optional<String> masterSecretArn;
  private final CompletableFuture<ClusterEndpoint> server;
  private final List<ClusterInstance> members = new ArrayList<>();
  private Optional<CompletableFuture<Boolean>> end = Optional.empty();

  Cluster(
      Request request,
      Optional<String> masterSecretArn,
      CompletableFuture<ClusterEndpoint> server) {
    this.request = request;
    this.masterSecretArn = masterSecretArn;
    this.server = server;
  }

  Request request() {
    return request;
  }

  /** The secret with the master's password, when RDS manages it. */
  Optional<String> masterSecretArn() {
    return masterSecretArn;
  }

  CompletableFuture<ClusterEndpoint> server() {
    return server;
  }

  /** Its instances, the writer first. */
  List<ClusterInstance> members() {
    members.removeIf(ClusterInstance::isGone);
    return members;
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
    if (server.isCompletedExceptionally()) {
      return "failed";
    }
    return server.isDone() ? "available" : "creating";
  }

  /** Where the server answers, once it does. */
  Optional<ClusterEndpoint> endpoint() {
    return server.isDone() && !server.isCompletedExceptionally()
        ? Optional.of(server.join())
        : Optional.empty();
  }

  void describe(Xml xml, AwsAccount account, RdsTags tags) {
    xml.text("DBClusterIdentifier", request.identifier())
        .text("DBClusterArn", request.arn())
        .text("DbClusterResourceId", request.resourceId())
        .text("Status", status())
        .text("Engine", EngineVersions.ENGINE)
        .text("EngineVersion", request.engineVersion())
        .text("EngineMode", "provisioned")
        .text("DatabaseName", request.database())
        .text("MasterUsername", request.masterUsername())
        .text("Endpoint", endpoint().map(ClusterEndpoint::host))
        .text("ReaderEndpoint", endpoint().map(ClusterEndpoint::host))
        .text("Port", endpoint().map(ClusterEndpoint::port))
        .text("DBClusterParameterGroup", request.parameterGroup())
        .text("DBSubnetGroup", request.subnetGroup())
        .text("StorageEncrypted", request.encrypted())
        .text("DeletionProtection", request.deletionProtection())
        .time("ClusterCreateTime", request.createdAt())
        .list(
            "VpcSecurityGroups",
            "VpcSecurityGroupMembership",
            request.securityGroupIds(),
            (item, id) -> item.text("VpcSecurityGroupId", id).text("Status", "active"))
        .list("DBClusterMembers", "DBClusterMember", members(), this::describeMember);
    masterSecretArn.ifPresent(
        arn ->
            xml.group(
                "MasterUserSecret",
                secret ->
                    secret
                        .text("SecretArn", arn)
                        .text("SecretStatus", "active")
                        .text("KmsKeyId", account.arn("kms", "key/aws-secretsmanager"))));
    xml.rdsTags(tags.of(request.arn()));
  }

  private void describeMember(Xml xml, ClusterInstance member) {
    xml.text("DBInstanceIdentifier", member.identifier())
        .text("IsClusterWriter", members.getFirst().equals(member))
        .text("DBClusterParameterGroupStatus", "in-sync")
        .text("PromotionTier", 1);
  }
}
