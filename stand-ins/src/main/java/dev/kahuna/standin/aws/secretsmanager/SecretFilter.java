package dev.kahuna.standin.aws.secretsmanager;

import dev.kahuna.standin.aws.protocol.AwsError;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A filter of ListSecrets: any value may match, as a prefix, or the opposite with {@code !}. */
record SecretFilter(String key, List<String> values) {

  static Stream<SecretFilter> of(JsonNode request) {
    return StreamSupport.stream(request.path("Filters").spliterator(), false)
        .map(
            filter ->
                new SecretFilter(
                    filter.path("Key").asString(""),
                    StreamSupport.stream(filter.path("Values").spliterator(), false)
                        .map(value -> value.asString(""))
                        .toList()));
  }

  boolean accepts(Secret secret) {
    return switch (key) {
      case "name" -> matches(List.of(secret.name()));
      case "description" -> matches(List.of(secret.description()));
      case "tag-key" -> matches(secret.tags().keySet());
      case "tag-value" -> matches(secret.tags().values());
      case "owning-service" -> matches(secret.owner().stream().toList());
      default ->
          throw AwsError.badRequest("InvalidParameterException", "%s is not a filter key", key);
    };
  }

  private boolean matches(Collection<String> actual) {
    return values.stream()
        .anyMatch(
            value ->
                value.startsWith("!")
                    ? actual.stream().noneMatch(a -> a.startsWith(value.substring(1)))
                    : actual.stream().anyMatch(a -> a.startsWith(value)));
  }
}
