package dev.kahuna.standin.aws.secretsmanager;

import dev.kahuna.standin.aws.protocol.AwsApi;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.AwsFaults;
import dev.kahuna.standin.aws.protocol.AwsResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Secrets Manager: JSON in, JSON out. */
public final class SecretsApi implements AwsApi {

  private interface Action {
    void answer(JsonNode request, ObjectNode response) throws AwsError;
  }

  private static final String TARGET = "secretsmanager.";
  private static final String TYPE = "application/x-amz-json-1.1";

  private final SecretStore secrets;
  private final AwsFaults faults;
  private final JsonMapper json = new JsonMapper();
  private final Map<String, Action> actions =
      Map.of(
          "CreateSecret", this::createSecret,
          "GetSecretValue", this::getSecretValue,
          "PutSecretValue", this::putSecretValue,
          "DescribeSecret", this::describeSecret,
          "ListSecrets", this::listSecrets,
          "DeleteSecret", this::deleteSecret,
          "TagResource", this::tagResource);

  public SecretsApi(SecretStore secrets, AwsFaults faults) {
    this.secrets = secrets;
    this.faults = faults;
  }

  @Override
  public AwsResponse answer(String target, String body) {
    var name = target.startsWith(TARGET) ? target.substring(TARGET.length()) : target;
    var action = actions.get(name);
    if (action == null) {
      throw AwsError.badRequest("UnknownOperationException", "%s is not known", name);
    }
    faults.strike(name);
    var response = json.createObjectNode();
    action.answer(json.readTree(body), response);
    return new AwsResponse(200, TYPE, json.writeValueAsString(response));
  }

  @Override
  public AwsResponse failure(AwsError error) {
    var body = Map.of("__type", error.code(), "message", error.message());
    return new AwsResponse(error.status(), TYPE, json.writeValueAsString(body));
  }

  @Override
  public AwsError unknownKey() {
    return AwsError.badRequest(
        "UnrecognizedClientException", "The security token included in the request is invalid.");
  }

  @Override
  public AwsError wrongSignature() {
    return AwsError.badRequest(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided.");
  }

  private void createSecret(JsonNode request, ObjectNode response) {
    var name = required(request, "Name");
    var value = value(request);
    var token = token(request);
    var existing = secrets.named(name);
    if (existing.isPresent()) {
      var same = existing.get().version(token).filter(v -> v.value().equals(value.orElse("")));
      if (same.isEmpty()) {
        throw AwsError.badRequest(
            "ResourceExistsException",
            "The operation failed because the secret %s already exists.",
            name);
      }
      identify(response, existing.get()).put("VersionId", token);
      return;
    }
    var description = text(request, "Description").orElse("");
    var secret = secrets.create(name, description, Optional.empty());
    tag(secret, request);
    identify(response, secret);
    value.ifPresent(v -> response.put("VersionId", secrets.put(secret, token, v).id()));
  }

  private void putSecretValue(JsonNode request, ObjectNode response) {
    var secret = usable(request);
    var value =
        value(request)
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "InvalidParameterException",
                        "You must provide either SecretString or SecretBinary."));
    var token = token(request);
    var same = secret.version(token);
    if (same.filter(version -> !version.value().equals(value)).isPresent()) {
      throw AwsError.badRequest(
          "ResourceExistsException",
          "The operation failed because a version with this id already has another value.");
    }
    var version = same.orElseGet(() -> secrets.put(secret, token, value));
    stages(identify(response, secret).put("VersionId", version.id()), secret, version);
  }

  private void getSecretValue(JsonNode request, ObjectNode response) {
    var secret = usable(request);
    var stage = text(request, "VersionStage").orElse("AWSCURRENT");
    var version =
        text(request, "VersionId")
            .map(secret::version)
            .orElseGet(
                () ->
                    secret.versions().stream()
                        .filter(each -> secret.stages(each).contains(stage))
                        .findFirst())
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "ResourceNotFoundException",
                        "Secrets Manager can't find the specified secret value."));
    identify(response, secret)
        .put("VersionId", version.id())
        .put("SecretString", version.value())
        .put("CreatedDate", seconds(version.createdAt()));
    stages(response, secret, version);
  }

  private void describeSecret(JsonNode request, ObjectNode response) {
    var secret = secrets.find(required(request, "SecretId"));
    describe(response, secret);
    var stages = response.putObject("VersionIdsToStages");
    for (var version : secret.versions()) {
      var names = stages.putArray(version.id());
      secret.stages(version).forEach(names::add);
    }
  }

  private void listSecrets(JsonNode request, ObjectNode response) {
    var list = response.putArray("SecretList");
    var withDeleted = request.path("IncludePlannedDeletion").asBoolean(false);
    secrets.all().stream()
        .filter(secret -> withDeleted || secret.deletedAt().isEmpty())
        .filter(secret -> SecretFilter.of(request).allMatch(filter -> filter.accepts(secret)))
        .forEach(secret -> describe(list.addObject(), secret));
  }

  private void deleteSecret(JsonNode request, ObjectNode response) {
    var secret = secrets.find(required(request, "SecretId"));
    if (secret.owner().isPresent()) {
      throw AwsError.badRequest(
          "InvalidRequestException",
          "You can't delete a secret that is managed by another service.");
    }
    var now = secrets.clock().instant();
    if (request.path("ForceDeleteWithoutRecovery").asBoolean(false)) {
      secrets.delete(secret.arn());
    } else {
      var days = request.path("RecoveryWindowInDays").asInt(30);
      secret.scheduleDeletion(now.plus(Duration.ofDays(days)));
    }
    identify(response, secret).put("DeletionDate", seconds(secret.deletedAt().orElse(now)));
  }

  private void tagResource(JsonNode request, ObjectNode response) {
    tag(usable(request), request);
  }

  private Secret usable(JsonNode request) {
    var secret = secrets.find(required(request, "SecretId"));
    if (secret.deletedAt().isPresent()) {
      throw AwsError.badRequest(
          "InvalidRequestException",
          "You can't perform this operation on the secret because it was marked for deletion.");
    }
    return secret;
  }

  private static void tag(Secret secret, JsonNode request) {
    for (var tag : request.path("Tags")) {
      secret.tags().put(required(tag, "Key"), text(tag, "Value").orElse(""));
    }
  }

  private static ObjectNode identify(ObjectNode response, Secret secret) {
    return response.put("ARN", secret.arn()).put("Name", secret.name());
  }

  private static void describe(ObjectNode response, Secret secret) {
    identify(response, secret).put("Description", secret.description());
    secret.owner().ifPresent(owner -> response.put("OwningService", owner));
    secret.deletedAt().ifPresent(when -> response.put("DeletedDate", seconds(when)));
    var tags = response.putArray("Tags");
    secret.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
  }

  private static void stages(ObjectNode response, Secret secret, Secret.Version version) {
    var stages = response.putArray("VersionStages");
    secret.stages(version).forEach(stages::add);
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  /** Only text is kept, no binary secret. */
  private static Optional<String> value(JsonNode request) {
    return text(request, "SecretString");
  }

  private static String token(JsonNode request) {
    return text(request, "ClientRequestToken").orElseGet(() -> UUID.randomUUID().toString());
  }

  private static String required(JsonNode request, String field) {
    return text(request, field)
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "InvalidParameterException", "You must provide a value for %s.", field));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.path(field).asStringOpt();
  }
}
