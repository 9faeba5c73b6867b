package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.ApiError;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A request to the API.
 *
 * @param path the parts of the path that the route names
 * @param range the header {@code Range}
 * @param body an empty object when there is none
 */
record Call(Map<String, String> path, Optional<String> range, JsonNode body) {

  String part(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /** A text of the body; empty when it is missing or null. */
  Optional<String> text(String field) {
    return Optional.ofNullable(body.get(field)).filter(JsonNode::isString).map(JsonNode::asString);
  }

  String required(String field) {
    return text(field).orElseThrow(() -> ApiError.invalid(field + " must be a string."));
  }

  /** A resource named as {@code "name"} or as {@code {"name": …}} or {@code {"id": …}}. */
  String reference(String field) {
    var node = body.path(field);
    var named = node.isObject() ? node.path("name") : node;
    var reference = named.isString() ? named : node.path("id");
    if (!reference.isString()) {
      throw ApiError.invalid(field + " must name a resource.");
    }
    return reference.asString();
  }
}
