package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.HerokuApp;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Calls about an app and its config vars. */
final class AppCalls {
  private final Heroku heroku;

  AppCalls(Heroku heroku) {
    this.heroku = heroku;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/account", call -> Reply.ok(HerokuJson.account()))
        .on("GET", "/apps", this::list)
        .on("GET", "/apps/{app}", this::info)
        .on("PATCH", "/apps/{app}", this::update)
        .on("GET", "/apps/{app}/config-vars", this::config)
        .on("PATCH", "/apps/{app}/config-vars", this::changeConfig);
  }

  private Reply list(Call call) {
    return Reply.ok(heroku.apps().stream().map(HerokuJson::app).collect(HerokuJson.array()));
  }

  private Reply info(Call call) {
    return Reply.ok(HerokuJson.app(app(call)));
  }

  private Reply update(Call call) {
    var app = app(call);
    var maintenance = call.body().get("maintenance");
    if (maintenance != null) {
      if (!maintenance.isBoolean()) {
        throw ApiError.invalid("maintenance must be true or false.");
      }
      app.maintenance(maintenance.asBoolean());
    }
    return Reply.ok(HerokuJson.app(app));
  }

  private Reply config(Call call) {
    return Reply.ok(HerokuJson.strings(app(call).config()));
  }

  private Reply changeConfig(Call call) {
    var changes = new LinkedHashMap<String, Optional<String>>();
    for (var entry : call.body().properties()) {
      var value = entry.getValue();
      if (!value.isNull() && !value.isString()) {
        throw ApiError.invalid("Config var " + entry.getKey() + " must be a string.");
      }
      changes.put(
          entry.getKey(), value.isNull() ? Optional.empty() : Optional.of(value.asString()));
    }
    var app = app(call);
    app.setConfig(changes);
    return Reply.ok(HerokuJson.strings(app.config()));
  }

  private HerokuApp app(Call call) {
    return heroku.app(call.part("app"));
  }
}
