package dev.kahuna.secret;

import dev.kahuna.migration.SecretNames;
import dev.kahuna.request.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads secrets by reference, and keeps what Kahuna generates itself in AWS Secrets Manager under
 * {@code kahuna/<migration>/<name>}. Safe for use by many threads.
 */
public final class Secrets {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LARGEST_FILE = 65_536;

  // Shorter values would hide ordinary words.
  private static final int SHORTEST_REDACTED = 6;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AwsSecrets aws;
  private final Function<String, @Nullable String> environment;

  /**
   * @param client built at the first {@code aws-sm:} reference, so that {@code env:} and {@code
   *     file:} need no AWS account
   */
  public Secrets(Supplier<SecretsManagerClient> client) {
    this(client, System::getenv);
  }

  Secrets(Supplier<SecretsManagerClient> client, Function<String, @Nullable String> environment) {
    this.aws = new AwsSecrets(client);
    this.environment = environment;
  }

  /** Region, credentials and endpoint from the SDK's own settings; every call ends in 20 s. */
  public static Secrets ofEnvironment() {
    return new Secrets(
        () ->
            SecretsManagerClient.builder()
                .overrideConfiguration(
                    o ->
                        o.apiCallTimeout(Duration.ofSeconds(20))
                            .apiCallAttemptTimeout(Duration.ofSeconds(8)))
                .build());
  }

  /**
   * The secret itself; of a file without its last line break.
   *
   * @throws SecretUnavailable when it is missing, empty or not readable
   */
  public String read(SecretRef ref) {
    var text =
        ref.environmentVariable()
            .map(name -> Optional.ofNullable(environment.apply(name)).orElse(""))
            .or(() -> ref.file().map(path -> readFile(ref, Path.of(path))))
            .or(() -> ref.awsId().map(id -> readAws(ref, id)))
            .orElse("");
    if (text.isEmpty()) {
      throw SecretUnavailable.lasting(ref, "it is empty or not set");
    }
    return remembered(text.stripTrailing());
  }

  /**
   * Generates and stores the secret unless it is there already. If two do so at once, the first
   * wins and both get the same reference.
   */
  public SecretRef keep(String migration, String name, Supplier<String> generate) {
    var ref = reference(migration, name);
    if (aws.find(ref).isEmpty()) {
      aws.createIfAbsent(ref, remembered(generate.get()));
    }
    return ref;
  }

  /** Stores the value as the newest version. */
  public SecretRef put(String migration, String name, String value) {
    var ref = reference(migration, name);
    if (!aws.createIfAbsent(ref, remembered(value))) {
      aws.replace(ref, value);
    }
    return ref;
  }

  /** Deletes everything kept for this migration, at once and permanently. */
  public void forget(String migration) {
    aws.deleteAll(prefix(migration));
  }

  /** The notes kept with the secrets of this migration. */
  public Notes notes(String migration) {
    return new Notes(aws, prefix(migration));
  }

  /** The text without any secret that this process has read or made. */
  public String redact(String text) {
    var redacted = text;
    for (var secret : seen) {
      redacted = redacted.replace(secret, "***");
    }
    return redacted;
  }

  private String remembered(String secret) {
    if (secret.length() >= SHORTEST_REDACTED) {
      seen.add(secret);
    }
    return secret;
  }

  private static SecretRef reference(String migration, String name) {
    return SecretNames.reference(migration, name);
  }

  private static String prefix(String migration) {
    return SecretNames.prefix(migration);
  }

  private static String readFile(SecretRef ref, Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw SecretUnavailable.lasting(ref, "the file is larger than 64 KiB");
      }
      return Files.readString(file).stripTrailing();
    } catch (NoSuchFileException e) {
      throw SecretUnavailable.lasting(ref, "there is no such file", e);
    } catch (IOException e) {
      throw SecretUnavailable.lasting(ref, "the file cannot be read as text", e);
    }
  }

  private String readAws(SecretRef ref, String id) {
    var text =
        aws.find(ref).orElseThrow(() -> SecretUnavailable.lasting(ref, "there is no secret " + id));
    return ref.awsField().map(field -> field(ref, text, field)).orElse(text);
  }

  private static String field(SecretRef ref, String json, String field) {
    JsonNode node;
    try {
      node = JSON.readTree(json).path(field);
    } catch (JacksonException e) {
      // Without the cause: a parser's message quotes what it could not parse.
      throw SecretUnavailable.lasting(ref, "it is not a JSON object");
    }
    if (!node.isValueNode() || node.isNull()) {
      throw SecretUnavailable.lasting(ref, "it has no field '" + field + "'");
    }
    return node.asString();
  }
}
