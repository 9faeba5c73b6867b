package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.heroku.app.Release;
import java.util.LinkedHashMap;

/** Calls about releases. */
final class ReleaseCalls {
  private final Heroku heroku;

  ReleaseCalls(Heroku heroku) {
    this.heroku = heroku;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/apps/{app}/releases", this::list)
        .on("POST", "/apps/{app}/releases", this::rollback)
        .on("GET", "/apps/{app}/releases/{release}", this::info);
  }

  private Reply list(Call call) {
    var app = heroku.app(call.part("app"));
    var range = ReleaseRange.of(call.range());
    var selected = range.select(app.releases());
    var page = selected.stream().limit(range.max()).toList();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Accept-Ranges", "id, version");
    if (!page.isEmpty()) {
      headers.put(
          "Content-Range",
          "version %d..%d".formatted(page.getFirst().version(), page.getLast().version()));
    }
    var more = selected.size() > page.size();
    if (more) {
      headers.put("Next-Range", range.nextAfter(page.getLast()));
    }
    var body = page.stream().map(each -> HerokuJson.release(app, each)).collect(HerokuJson.array());
    return new Reply(more ? 206 : 200, body, headers);
  }

  private Reply info(Call call) {
    var app = heroku.app(call.part("app"));
    return Reply.ok(HerokuJson.release(app, release(app, call.part("release"))));
  }

  private Reply rollback(Call call) {
    var app = heroku.app(call.part("app"));
    var release = app.rollback(release(app, call.required("release")));
    return Reply.created(HerokuJson.release(app, release));
  }

  private static Release release(HerokuApp app, String idOrVersion) {
    return app.releases().stream()
        .filter(
            release ->
                release.id().toString().equals(idOrVersion)
                    || idOrVersion.equals(Integer.toString(release.version())))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("release"));
  }
}
