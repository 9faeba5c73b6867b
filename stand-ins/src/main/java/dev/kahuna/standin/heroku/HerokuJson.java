package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.Addon;
import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.Attachment;
import dev.kahuna.standin.heroku.app.Dyno;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.heroku.app.Release;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collector;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Apps, dynos, releases and add-ons as the Platform API shows them. */
final class HerokuJson {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String OWNER = "owner@example.com";
  private static final String OWNER_ID = "01234567-89ab-cdef-0123-456789abcdef";
  private static final String SIZE = "Standard-1X";

  private HerokuJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static Collector<JsonNode, ?, ArrayNode> array() {
    return Collector.of(MAPPER::createArrayNode, ArrayNode::add, ArrayNode::addAll);
  }

  static ObjectNode account() {
    return owner().put("name", "Owner").put("verified", true).put("beta", false);
  }

  private static ObjectNode owner() {
    return object().put("id", OWNER_ID).put("email", OWNER);
  }

  static ObjectNode error(String id, String message) {
    return object().put("id", id).put("message", message);
  }

  static ObjectNode strings(Map<String, String> map) {
    var json = object();
    map.forEach(json::put);
    return json;
  }

  static ObjectNode app(HerokuApp app) {
    var json = reference(app.id(), app.name());
    json.put("maintenance", app.maintenance());
    json.put("web_url", app.webUrl().toString());
    json.put("process_tier", "production");
    json.put("created_at", time(app.createdAt()));
    json.put("released_at", time(app.currentRelease().createdAt()));
    json.put("updated_at", time(app.releases().getLast().updatedAt()));
    json.set("owner", owner());
    json.set("region", object().put("name", "us"));
    json.set("stack", object().put("name", "heroku-24"));
    return json.putNull("space").putNull("team").putNull("archived_at");
  }

  static ObjectNode dyno(HerokuApp app, Dyno dyno) {
    var release = dyno.plan().release();
    var json = reference(dyno.id(), dyno.plan().name());
    json.put("type", dyno.plan().type());
    json.put("command", dyno.plan().command());
    json.put("size", SIZE);
    json.put("state", dyno.state().name().toLowerCase(Locale.ROOT));
    json.put("created_at", time(dyno.createdAt()));
    json.put("updated_at", time(dyno.changedAt()));
    json.set("app", reference(app.id(), app.name()));
    json.set(
        "release", object().put("id", release.id().toString()).put("version", release.version()));
    return json.putNull("attach_url");
  }

  static ObjectNode formation(HerokuApp app, String type, int quantity) {
    var id = UUID.nameUUIDFromBytes((app.id() + type).getBytes(StandardCharsets.UTF_8));
    var json = object().put("id", id.toString());
    json.put("type", type);
    json.put("quantity", quantity);
    json.put("size", SIZE);
    json.put("command", app.procfile().command(type));
    json.put("created_at", time(app.createdAt()));
    json.put("updated_at", time(app.createdAt()));
    json.set("app", reference(app.id(), app.name()));
    return json;
  }

  static ObjectNode release(HerokuApp app, Release release) {
    var json = object().put("id", release.id().toString());
    json.put("version", release.version());
    json.put("description", release.description());
    json.put("status", release.status().name().toLowerCase(Locale.ROOT));
    json.put("current", release.version() == app.currentRelease().version());
    json.put("eligible_for_rollback", release.status() == Release.Status.SUCCEEDED);
    json.put("created_at", time(release.createdAt()));
    json.put("updated_at", time(release.updatedAt()));
    json.set("app", reference(app.id(), app.name()));
    json.set("user", owner());
    if (release.version() == 1) {
      json.putNull("slug");
    } else {
      json.set("slug", object().put("id", app.id().toString()));
    }
    return json.putNull("output_stream_url");
  }

  static ObjectNode addon(Heroku heroku, Addon addon) {
    var json = reference(addon.id(), addon.name());
    json.put("state", "provisioned");
    json.put("created_at", time(addon.createdAt()));
    json.put("updated_at", time(addon.createdAt()));
    json.set("app", appReference(heroku, addon.billingApp()));
    json.set("addon_service", object().put("name", "heroku-postgresql"));
    json.set("plan", object().put("name", "heroku-postgresql:standard-0"));
    json.set("billed_price", price());
    json.set("billing_entity", appReference(heroku, addon.billingApp()).put("type", "app"));
    json.set(
        "config_vars",
        heroku.attachments().stream()
            .filter(each -> each.addon().id().equals(addon.id()))
            .filter(each -> each.app().equals(addon.billingApp()))
            .map(each -> (JsonNode) MAPPER.getNodeFactory().stringNode(each.configVar()))
            .collect(array()));
    return json.putNull("provider_id");
  }

  private static ObjectNode price() {
    return object().put("cents", 5000).put("unit", "month").put("contract", false);
  }

  static ObjectNode attachment(Heroku heroku, Attachment attachment) {
    var addon = attachment.addon();
    var json = reference(attachment.id(), attachment.name());
    var resource = reference(addon.id(), addon.name());
    resource.set("app", appReference(heroku, addon.billingApp()));
    json.set("addon", resource);
    json.set("app", appReference(heroku, attachment.app()));
    attachment
        .namespace()
        .ifPresentOrElse(name -> json.put("namespace", name), () -> json.putNull("namespace"));
    json.put("created_at", time(attachment.createdAt()));
    json.put("updated_at", time(attachment.createdAt()));
    return json.putNull("log_input_url").putNull("web_url");
  }

  private static ObjectNode appReference(Heroku heroku, String name) {
    return reference(heroku.app(name).id(), name);
  }

  private static ObjectNode reference(UUID id, String name) {
    return object().put("id", id.toString()).put("name", name);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static JsonNode parse(byte[] body) {
    if (body.length == 0) {
      return object();
    }
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw ApiError.badRequest("Unable to parse the JSON request.");
    }
  }

  static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
