package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.request.SecretRef;
import java.util.List;

/** Facts that provisioner-service records. */
public sealed interface ProvisionerEvent extends MigrationEvent {

  /**
   * One result of a check.
   *
   * @param check the check's name, such as {@code heroku-app}
   * @param advice a sentence on what was found and what to do about it
   */
  record Finding(String check, Severity severity, String advice) {}

  /** How serious a finding is. */
  enum Severity {
    PASS,
    WARN,
    BLOCK
  }

  /** No finding blocks the migration. */
  @JsonTypeName("preflight-passed")
  record PreflightPassed(List<Finding> findings) implements ProvisionerEvent {}

  /** At least one finding blocks; nothing was launched. */
  @JsonTypeName("preflight-rejected")
  record PreflightRejected(List<Finding> findings) implements ProvisionerEvent {}

  /**
   * A host runs and its data volume is attached.
   *
   * @param address where the services, the other host and Aurora reach it
   * @param publicAddress where the app's dynos reach it
   * @param hostKeys the host's SSH public keys in OpenSSH's one-line form, from its console output
   * @param loginKey the private key that the login user accepts
   */
  @JsonTypeName("host-launched")
  record HostLaunched(
      HostRole role,
      String instanceId,
      String volumeId,
      String address,
      String publicAddress,
      String loginUser,
      SecretRef loginKey,
      List<String> hostKeys)
      implements ProvisionerEvent {
    @Override
    public String about() {
      return role.name();
    }
  }

  /**
   * The Aurora cluster and its writer are available, logical replication on.
   *
   * @param attempt which cluster of the migration, counted from 1
   * @param masterSecret JSON with {@code username} and {@code password}, managed by RDS
   */
  @JsonTypeName("target-created")
  record TargetCreated(
      int attempt,
      String cluster,
      String engineVersion,
      String host,
      int port,
      String database,
      SecretRef masterSecret)
      implements ProvisionerEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.TARGET.attempt(attempt));
    }
  }

  /**
   * An earlier Aurora cluster is deleted, so that another can have its name.
   *
   * @param attempt which cluster of the migration comes next, counted from 1
   */
  @JsonTypeName("target-deleted")
  record TargetDeleted(int attempt) implements ProvisionerEvent {
    @Override
    public List<Attempt> partOf() {
      return List.of(AttemptSeries.TARGET.attempt(attempt));
    }
  }

  /** Of the migration, the AWS account holds only what the app runs on. */
  @JsonTypeName("infrastructure-released")
  record InfrastructureReleased(List<String> released) implements ProvisionerEvent {}
}
