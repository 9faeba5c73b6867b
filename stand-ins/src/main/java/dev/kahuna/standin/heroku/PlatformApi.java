package dev.kahuna.standin.heroku;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kahuna.standin.heroku.app.ApiError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The Platform API, version 3, over HTTP: the token, the rate limit, ordered faults, then the
 * route.
 *
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference">Platform API</a>
 */
final class PlatformApi implements AutoCloseable {
  private static final int LARGEST_BODY = 1024 * 1024;

  private final Heroku heroku;
  private final HerokuFaults faults;
  private final RateLimit rateLimit;
  private final Routes routes = new Routes();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PlatformApi(Heroku heroku, HerokuFaults faults, RateLimit rateLimit) throws IOException {
    this.heroku = heroku;
    this.faults = faults;
    this.rateLimit = rateLimit;
    new AppCalls(heroku).register(routes);
    new DynoCalls(heroku).register(routes);
    new ReleaseCalls(heroku).register(routes);
    new AddonCalls(heroku).register(routes);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return HerokuJson.uri(server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      heroku.asked(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
      var body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
      var reply = reply(exchange, body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Request-Id", UUID.randomUUID().toString());
      exchange
          .getResponseHeaders()
          .set("RateLimit-Remaining", Integer.toString(rateLimit.remaining()));
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      var json = HerokuJson.MAPPER.writeValueAsBytes(reply.body());
      exchange.sendResponseHeaders(reply.status(), json.length);
      exchange.getResponseBody().write(json);
    }
  }

  private Reply reply(HttpExchange exchange, byte[] body) {
    try {
      authorize(exchange);
      return withFaults(exchange, body);
    } catch (ApiError e) {
      var headers =
          e.id().equals("confirmation_required")
              ? Map.of("X-Confirmation-Required", "app")
              : Map.<String, String>of();
      return new Reply(e.status(), HerokuJson.error(e.id(), e.message()), headers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return faulty(503);
    } catch (RuntimeException e) {
      var error = HerokuJson.error("internal_server_error", "Internal server error.");
      System.getLogger(PlatformApi.class.getName())
          .log(System.Logger.Level.ERROR, "A call failed", e);
      return new Reply(500, error, Map.of());
    }
  }

  private void authorize(HttpExchange exchange) {
    var given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    var expected = ("Bearer " + heroku.token()).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given.orElse("").getBytes(StandardCharsets.UTF_8), expected)) {
      throw new ApiError(401, "unauthorized", "Invalid credentials provided.");
    }
    if (!rateLimit.take()) {
      throw new ApiError(
          429,
          "rate_limit",
          "Your account reached the API rate limit\n"
              + "Please wait a few minutes before making new requests");
    }
    var accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
    if (!accept.contains("version=3")) {
      throw new ApiError(
          406, "not_acceptable", "Say Accept: application/vnd.heroku+json; version=3");
    }
  }

  private Reply withFaults(HttpExchange exchange, byte[] body) throws InterruptedException {
    var fault = faults.take(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
    if (fault.isEmpty()) {
      return routed(exchange, body);
    }
    return switch (fault.get()) {
      case HerokuFaults.Fault.Answer answer -> {
        if (answer.takesEffect()) {
          routed(exchange, body);
        }
        yield faulty(answer.status());
      }
      case HerokuFaults.Fault.Late late -> {
        var reply = late.takesEffect() ? routed(exchange, body) : faulty(503);
        faults.delay(late.delay());
        yield reply;
      }
    };
  }

  private static Reply faulty(int status) {
    var id =
        switch (status) {
          case 429 -> "rate_limit";
          case 503 -> "service_unavailable";
          default -> "internal_server_error";
        };
    return new Reply(status, HerokuJson.error(id, "A fault made to order."), Map.of());
  }

  private Reply routed(HttpExchange exchange, byte[] body) {
    var match =
        routes
            .find(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath())
            .orElseThrow(
                () -> new ApiError(404, "not_found", "The requested API endpoint was not found."));
    var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    return match.handler().answer(new Call(match.path(), range, HerokuJson.parse(body)));
  }

  @Override
  public void close() {
    faults.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
