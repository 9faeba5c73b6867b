package dev.kahuna.heroku;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The Platform API with one account's token. Every call ends within the platform's timeout, and
 * throws {@link HerokuRejected} or {@link HerokuUnavailable}. Safe for use by many threads.
 *
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference">Reference</a>
 */
public final class HerokuApi {
  private final HerokuCalls calls;

  HerokuApi(HerokuCalls calls) {
    this.calls = calls;
  }

  /** The properties of an app that a migration uses. */
  public record App(String id, String name, boolean maintenance) {}

  /** The wanted number of dynos of a process type. */
  public record Formation(String type, int quantity) {}

  /**
   * A process.
   *
   * @param state {@code starting}, {@code up}, {@code idle}, {@code crashed} or {@code down}
   * @param release version of the release that it runs
   */
  public record Dyno(String name, String type, String state, int release) {}

  /**
   * A state of the app's code and config.
   *
   * @param status {@code pending} while the release phase runs, {@code succeeded}, {@code failed}
   *     or {@code expired}
   * @param current whether dynos boot it
   */
  public record Release(int version, String status, boolean current, String description) {}

  /** A database or another service; {@code billingApp} pays for it. */
  public record Addon(String id, String name, String service, String plan, String billingApp) {}

  /**
   * An add-on under a name in an app.
   *
   * @param namespace such as {@code connection-pooling:default}
   */
  public record Attachment(
      String id,
      String name,
      String addonId,
      String addon,
      String billingApp,
      String app,
      Optional<String> namespace) {
    /** The config var that it owns. */
    public String configVar() {
      return name + "_URL";
    }
  }

  /** Calls left by the last answer; Heroku gives back about 75 a minute. */
  public int remainingTokens() {
    return calls.remaining();
  }

  /** The app of that name or id. */
  public App app(String app) throws InterruptedException {
    return readApp(calls.get(path(app, "")));
  }

  /** Switches maintenance on or off. While it is on, the router answers 503; dynos keep running. */
  public App maintenance(String app, boolean on) throws InterruptedException {
    return readApp(calls.send("PATCH", path(app, ""), Map.of("maintenance", on)));
  }

  /** All config vars, those of attachments included. */
  public Map<String, String> configVars(String app) throws InterruptedException {
    return readConfig(calls.get(path(app, "/config-vars")));
  }

  /** Sets the present values and unsets the empty ones, in one release; returns all vars. */
  public Map<String, String> changeConfigVars(String app, Map<String, Optional<String>> changes)
      throws InterruptedException {
    // Jackson writes an empty Optional as null, which is how Heroku is told to unset.
    return readConfig(calls.send("PATCH", path(app, "/config-vars"), changes));
  }

  /** The wanted number of dynos of each process type. */
  public List<Formation> formation(String app) throws InterruptedException {
    return list(calls.get(path(app, "/formation"))).map(HerokuApi::readFormation).toList();
  }

  /** Changes the numbers of these process types; no release. */
  public List<Formation> scale(String app, Map<String, Integer> quantities)
      throws InterruptedException {
    var updates =
        new TreeMap<>(quantities)
            .entrySet().stream()
                .map(e -> Map.of("type", e.getKey(), "quantity", e.getValue()))
                .toList();
    var answer = calls.send("PATCH", path(app, "/formation"), Map.of("updates", updates));
    return list(answer).map(HerokuApi::readFormation).toList();
  }

  /** Every dyno, including those that are still shutting down. */
  public List<Dyno> dynos(String app) throws InterruptedException {
    return list(calls.get(path(app, "/dynos"))).map(HerokuApi::readDyno).toList();
  }

  /** Ends a one-off dyno. One that the formation wants is started again. */
  public void stopDyno(String app, String dyno) throws InterruptedException {
    calls.send("POST", path(app, "/dynos/" + encode(dyno) + "/actions/stop"), Map.of());
  }

  /** The newest releases, newest first. */
  public List<Release> newestReleases(String app, int count) throws InterruptedException {
    var range = "version ..; max=%d, order=desc".formatted(count);
    return list(calls.get(path(app, "/releases"), range)).map(HerokuApi::readRelease).toList();
  }

  /** The add-ons that the app pays for. */
  public List<Addon> addons(String app) throws InterruptedException {
    return list(calls.get(path(app, "/addons"))).map(HerokuApi::readAddon).toList();
  }

  /** The attachments of the app, including those of add-ons that another app pays for. */
  public List<Attachment> attachments(String app) throws InterruptedException {
    return list(calls.get(path(app, "/addon-attachments"))).map(HerokuApi::readAttachment).toList();
  }

  /** Attaches an add-on under a name: a release. 422 if the app has a config var of that name. */
  public Attachment attach(String app, String addon, String name) throws InterruptedException {
    var body = new LinkedHashMap<String, String>();
    body.put("addon", addon);
    body.put("app", app);
    body.put("name", name);
    return readAttachment(calls.send("POST", "/addon-attachments", body));
  }

  /** Detaches by the attachment's id: a release. 422 for the last one of the app that pays. */
  public void detach(String attachmentId) throws InterruptedException {
    calls.send("DELETE", "/addon-attachments/" + encode(attachmentId), Map.of());
  }

  private static String path(String app, String rest) {
    return "/apps/" + encode(app) + rest;
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static App readApp(JsonNode json) {
    return new App(text(json, "id"), text(json, "name"), json.path("maintenance").asBoolean(false));
  }

  private static Map<String, String> readConfig(JsonNode json) {
    var vars = new TreeMap<String, String>();
    json.properties().forEach(e -> vars.put(e.getKey(), e.getValue().asString("")));
    return Map.copyOf(vars);
  }

  private static Formation readFormation(JsonNode json) {
    return new Formation(text(json, "type"), json.path("quantity").asInt(0));
  }

  private static Dyno readDyno(JsonNode json) {
    var release = json.path("release").path("version").asInt(0);
    return new Dyno(text(json, "name"), text(json, "type"), text(json, "state"), release);
  }

  private static Release readRelease(JsonNode json) {
    return new Release(
        json.path("version").asInt(0),
        text(json, "status"),
        json.path("current").asBoolean(false),
        text(json, "description"));
  }

  private static Addon readAddon(JsonNode json) {
    return new Addon(
        text(json, "id"),
        text(json, "name"),
        text(json.path("addon_service"), "name"),
        text(json.path("plan"), "name"),
        text(json.path("app"), "name"));
  }

  private static Attachment readAttachment(JsonNode json) {
    var addon = json.path("addon");
    return new Attachment(
        text(json, "id"),
        text(json, "name"),
        text(addon, "id"),
        text(addon, "name"),
        text(addon.path("app"), "name"),
        text(json.path("app"), "name"),
        Optional.of(text(json, "namespace")).filter(name -> !name.isEmpty()));
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }
}
