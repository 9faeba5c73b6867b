package dev.kahuna.secret;

import dev.kahuna.request.SecretRef;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** The calls to AWS Secrets Manager, with its errors told apart. */
final class AwsSecrets {

  private static final int MOST_DELETED_AT_ONCE = 1000;

  private final Supplier<SecretsManagerClient> build;
  private final AtomicReference<@Nullable SecretsManagerClient> built = new AtomicReference<>();

  AwsSecrets(Supplier<SecretsManagerClient> build) {
    this.build = build;
  }

  Optional<String> find(SecretRef ref) {
    return call(
        ref,
        client -> {
          try {
            return Optional.ofNullable(
                client.getSecretValue(r -> r.secretId(id(ref))).secretString());
          } catch (ResourceNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** Returns false, and changes nothing, when there is one already. */
  boolean createIfAbsent(SecretRef ref, String value) {
    return call(
        ref,
        client -> {
          try {
            client.createSecret(
                r ->
                    r.name(id(ref))
                        .secretString(value)
                        .description(
                            "Made by Kahuna, which deletes it when the migration is released"));
            return true;
          } catch (ResourceExistsException e) {
            return false;
          }
        });
  }

  void replace(SecretRef ref, String value) {
    call(ref, client -> client.putSecretValue(r -> r.secretId(id(ref)).secretString(value)));
  }

  boolean any(String prefix) {
    return call(
        SecretRef.aws(prefix),
        client ->
            client.listSecrets(r -> r.filters(named(prefix))).secretList().stream()
                .anyMatch(secret -> secret.name().startsWith(prefix)));
  }

  void deleteAll(String prefix) {
    call(
        SecretRef.aws(prefix),
        client -> {
          // The service's own filter matches prefixes; the second filter is for stand-ins that
          // don't.
          client.listSecretsPaginator(r -> r.filters(named(prefix))).stream()
              .flatMap(page -> page.secretList().stream())
              .map(SecretListEntry::name)
              .filter(name -> name.startsWith(prefix))
              .limit(MOST_DELETED_AT_ONCE)
              .toList()
              .forEach(name -> delete(client, name));
          return true;
        });
  }

  private static Filter named(String prefix) {
    return Filter.builder().key(FilterNameStringType.NAME).values(prefix).build();
  }

  private static void delete(SecretsManagerClient client, String name) {
    try {
      client.deleteSecret(r -> r.secretId(name).forceDeleteWithoutRecovery(true));
    } catch (ResourceNotFoundException e) {
      // Already deleted, as wanted.
    }
  }

  private <T> T call(SecretRef ref, Function<SecretsManagerClient, T> work) {
    try {
      return work.apply(client(ref));
    } catch (SecretsManagerException e) {
      var reason = "AWS Secrets Manager answered " + e.statusCode() + " " + code(e);
      throw e.isThrottlingException() || e.statusCode() >= 500
          ? SecretUnavailable.passing(ref, reason, e)
          : SecretUnavailable.lasting(ref, reason, e);
    } catch (SdkException e) {
      throw SecretUnavailable.passing(ref, "AWS Secrets Manager did not answer", e);
    }
  }

  private static String code(SecretsManagerException e) {
    return Optional.ofNullable(e.awsErrorDetails())
        .map(d -> d.errorCode())
        .orElse("without a code");
  }

  private SecretsManagerClient client(SecretRef ref) {
    var existing = built.get();
    if (existing != null) {
      return existing;
    }
    SecretsManagerClient fresh;
    try {
      fresh = build.get();
    } catch (SdkClientException e) {
      throw SecretUnavailable.lasting(
          ref, "no AWS client: set a region and credentials (AWS_REGION, AWS_PROFILE, ...)", e);
    }
    if (built.compareAndSet(null, fresh)) {
      return fresh;
    }
    fresh.close();
    return client(ref);
  }

  private static String id(SecretRef ref) {
    return ref.awsId().orElseThrow();
  }
}
