package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.ApiError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which method answers which call. */
final class Routes {
  /** Answers a call, or throws an {@link ApiError}. */
  interface Handler {
    Reply answer(Call call);
  }

  /** A handler, and the parts that its path named. */
  record Match(Handler handler, Map<String, String> path) {}

  private record Route(String method, List<String> path, Handler handler) {}

  private final List<Route> routes = new ArrayList<>();

  /**
   * @param path a part in braces, {@code /apps/{app}}, stands for any one part
   */
  Routes on(String method, String path, Handler handler) {
    routes.add(new Route(method, List.of(path.split("/")), handler));
    return this;
  }

  Optional<Match> find(String method, String rawPath) {
    var parts = List.of(rawPath.split("/"));
    return routes.stream()
        .filter(route -> route.method().equals(method) && route.path().size() == parts.size())
        .flatMap(route -> match(route, parts).stream())
        .findFirst();
  }

  private static Optional<Match> match(Route route, List<String> parts) {
    var named = new HashMap<String, String>();
    for (var i = 0; i < parts.size(); i++) {
      var expected = route.path().get(i);
      if (expected.startsWith("{")) {
        var value = URLDecoder.decode(parts.get(i), StandardCharsets.UTF_8);
        named.put(expected.substring(1, expected.length() - 1), value);
      } else if (!expected.equals(parts.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Match(route.handler(), named));
  }
}
