package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.Dyno;
import dev.kahuna.standin.heroku.app.HerokuApp;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls about the formation and the dynos. */
final class DynoCalls {
  private final Heroku heroku;

  DynoCalls(Heroku heroku) {
    this.heroku = heroku;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/apps/{app}/formation", this::formation)
        .on("PATCH", "/apps/{app}/formation", this::scaleSeveral)
        .on("GET", "/apps/{app}/formation/{type}", this::formationOf)
        .on("PATCH", "/apps/{app}/formation/{type}", this::scaleOne)
        .on("GET", "/apps/{app}/dynos", this::list)
        .on("POST", "/apps/{app}/dynos", this::run)
        .on("DELETE", "/apps/{app}/dynos", this::restartAll)
        .on("GET", "/apps/{app}/dynos/{dyno}", this::info)
        .on("DELETE", "/apps/{app}/dynos/{dyno}", this::restartOne)
        .on("DELETE", "/apps/{app}/formations/{type}", this::restartType)
        .on("POST", "/apps/{app}/dynos/{dyno}/actions/stop", this::stop);
  }

  private Reply formation(Call call) {
    return Reply.ok(formation(app(call)));
  }

  private Reply formationOf(Call call) {
    var app = app(call);
    var type = call.part("type");
    app.procfile().command(type);
    return Reply.ok(HerokuJson.formation(app, type, app.formation().getOrDefault(type, 0)));
  }

  private Reply scaleSeveral(Call call) {
    var app = app(call);
    var updates = call.body().path("updates");
    if (!updates.isArray()) {
      throw ApiError.invalid("updates must be a list.");
    }
    var wanted = new LinkedHashMap<String, Integer>();
    for (var update : updates) {
      var type = update.path("type").asString("");
      app.procfile().command(type);
      wanted.put(type, quantity(app, type, update));
    }
    app.scale(wanted);
    return Reply.ok(formation(app));
  }

  private Reply scaleOne(Call call) {
    var app = app(call);
    var type = call.part("type");
    app.procfile().command(type);
    app.scale(Map.of(type, quantity(app, type, call.body())));
    return formationOf(call);
  }

  /** A number, or as the CLI sends it: {@code "3"}, {@code "+2"}, {@code "-1"}. */
  private static int quantity(HerokuApp app, String type, JsonNode update) {
    var present = app.formation().getOrDefault(type, 0);
    var wanted = update.path("quantity");
    if (wanted.isMissingNode() || wanted.isNull()) {
      return present;
    }
    if (wanted.isInt()) {
      return wanted.asInt();
    }
    var text = wanted.isString() ? wanted.asString() : "";
    if (!text.matches("[+-]?\\d{1,4}")) {
      throw ApiError.invalid("Quantity must be a number.");
    }
    var number = Integer.parseInt(text);
    return text.matches("\\d+") ? number : Math.max(0, present + number);
  }

  private static JsonNode formation(HerokuApp app) {
    return app.formation().entrySet().stream()
        .map(each -> HerokuJson.formation(app, each.getKey(), each.getValue()))
        .collect(HerokuJson.array());
  }

  private Reply list(Call call) {
    var app = app(call);
    return Reply.ok(
        app.dynos().list().stream()
            .map(dyno -> HerokuJson.dyno(app, dyno))
            .collect(HerokuJson.array()));
  }

  private Reply info(Call call) {
    return Reply.ok(HerokuJson.dyno(app(call), dyno(call)));
  }

  private Reply run(Call call) {
    if (call.body().path("attach").asBoolean(false)) {
      throw ApiError.invalid("Attached one-off dynos are not part of this stand-in.");
    }
    var app = app(call);
    return Reply.created(HerokuJson.dyno(app, app.dynos().run(call.required("command"))));
  }

  private Reply restartAll(Call call) {
    app(call).dynos().restart(dyno -> true);
    return Reply.accepted();
  }

  private Reply restartOne(Call call) {
    var chosen = dyno(call);
    app(call).dynos().restart(dyno -> dyno == chosen);
    return Reply.accepted();
  }

  private Reply restartType(Call call) {
    var app = app(call);
    var type = call.part("type");
    app.procfile().command(type);
    app.dynos().restart(dyno -> dyno.plan().type().equals(type));
    return Reply.accepted();
  }

  private Reply stop(Call call) {
    app(call).dynos().stop(dyno(call));
    return Reply.accepted();
  }

  private Dyno dyno(Call call) {
    var name = call.part("dyno");
    return app(call).dynos().list().stream()
        .filter(dyno -> dyno.plan().name().equals(name) || dyno.id().toString().equals(name))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("dyno"));
  }

  private HerokuApp app(Call call) {
    return heroku.app(call.part("app"));
  }
}
