package dev.kahuna.standin.aws.secretsmanager;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The secrets of the account, by name. */
public final class SecretStore {
  private final AwsAccount account;
  private final Clock clock;
  private final JsonMapper json = new JsonMapper();
  private final Map<String, Secret> byName = new TreeMap<>();

  public SecretStore(AwsAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  Collection<Secret> all() {
    return byName.values();
  }

  public List<String> values() {
    return List.copyOf(byName.values()).stream()
        .flatMap(secret -> secret.versions().stream())
        .map(Secret.Version::value)
        .toList();
  }

  Optional<Secret> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A secret by its name or its ARN. */
  Secret find(String id) {
    return byName.values().stream()
        .filter(secret -> secret.name().equals(id) || secret.arn().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "ResourceNotFoundException",
                    "Secrets Manager can't find the specified secret."));
  }

  /** Makes a secret without a value. Its ARN ends in six random characters, as AWS's do. */
  Secret create(String name, String description, Optional<String> owner) {
    var arn = account.arn("secretsmanager", "secret:" + name + "-" + ResourceIds.hex(3));
    var secret = new Secret(arn, name, description, owner);
    byName.put(name, secret);
    return secret;
  }

  /** Adds a version, which becomes the current one. */
  Secret.Version put(Secret secret, String versionId, String value) {
    var version = new Secret.Version(versionId, value, clock.instant());
    secret.versions().add(version);
    return version;
  }

  public void delete(String id) {
    byName.remove(find(id).name());
  }

  /**
   * What RDS does when it manages a master password.
   *
   * @return the ARN
   */
  public String createForCluster(String username, String password) {
    var secret =
        create(
            "rds!cluster-" + UUID.randomUUID(),
            "The secret associated with the primary RDS DB cluster",
            Optional.of("rds"));
    var value = Map.of("username", username, "password", password);
    put(secret, UUID.randomUUID().toString(), json.writeValueAsString(value));
    return secret.arn();
  }
}
