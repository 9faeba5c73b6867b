package dev.kahuna.standin.heroku;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An answer of the API. */
record Reply(int status, JsonNode body, Map<String, String> headers) {
  static Reply ok(JsonNode body) {
    return new Reply(200, body, Map.of());
  }

  static Reply created(JsonNode body) {
    return new Reply(201, body, Map.of());
  }

  static Reply accepted() {
    return new Reply(202, HerokuJson.object(), Map.of());
  }
}
