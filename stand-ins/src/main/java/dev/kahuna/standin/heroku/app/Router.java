package dev.kahuna.standin.heroku.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The app's front door: passes requests to its web dynos in turn. In maintenance it answers 503 to
 * every new request and lets those under way finish; that, and nothing else, is what maintenance
 * mode does.
 *
 * <p>A request is passed on once: only when the dyno refused the connection, so that nothing can
 * have been sent, is another dyno asked.
 */
final class Router implements AutoCloseable {
  private static final Duration BOOT_WAIT = Duration.ofSeconds(75);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final int LARGEST_BODY = 16 * 1024 * 1024;
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "host");

  private final Dynos dynos;
  private final BooleanSupplier maintenance;
  private final Path log;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Router(Dynos dynos, BooleanSupplier maintenance, Path log) throws IOException {
    this.dynos = dynos;
    this.maintenance = maintenance;
    this.log = log;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** {@code http://127.0.0.1:<port>/}. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      try {
        pass(exchange, body);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        refuse(exchange, "H13", "Router stopped");
      }
    }
  }

  private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    var refusing = new HashSet<Dyno>();
    while (true) {
      if (maintenance.getAsBoolean()) {
        answer(exchange, 503, "H80", page("maintenance.html"));
        return;
      }
      var target = dynos.nextWeb(BOOT_WAIT, dyno -> !refusing.contains(dyno));
      switch (target) {
        case Dynos.Target.Nobody nobody -> {
          refuse(exchange, nobody.code(), nobody.description());
          return;
        }
        case Dynos.Target.Ready ready -> {
          // It may have begun while the request waited for a dyno to boot.
          if (!maintenance.getAsBoolean() && passed(exchange, body, ready.dyno())) {
            return;
          }
          refusing.add(ready.dyno());
        }
      }
    }
  }

  /** False when the dyno refused the connection. */
  private boolean passed(HttpExchange exchange, byte[] body, Dyno dyno)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response =
          client.send(request(exchange, body, dyno), HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      return false;
    } catch (HttpTimeoutException e) {
      refuse(exchange, "H12", "Request timeout");
      return true;
    } catch (IOException e) {
      refuse(exchange, "H13", "Connection closed without response");
      return true;
    }
    try (var stream = response.body()) {
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      var length = response.headers().firstValueAsLong("content-length").orElse(0);
      var none = exchange.getRequestMethod().equals("HEAD") || response.statusCode() == 204;
      exchange.sendResponseHeaders(response.statusCode(), none ? -1 : length);
      if (!none) {
        stream.transferTo(exchange.getResponseBody());
      }
    }
    return true;
  }

  private static HttpRequest request(HttpExchange exchange, byte[] body, Dyno dyno) {
    var uri = exchange.getRequestURI();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var to = "http://127.0.0.1:" + dyno.plan().port().orElseThrow() + uri.getRawPath() + query;
    var request =
        HttpRequest.newBuilder(URI.create(to))
            .timeout(ANSWER_LIMIT)
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              var key = name.toLowerCase(Locale.ROOT);
              if (!HOP_BY_HOP.contains(key) && !key.equals("expect")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    if (!exchange.getRequestHeaders().containsKey("X-Request-Id")) {
      request.header("X-Request-Id", UUID.randomUUID().toString());
    }
    var host = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
    return request
        .setHeader("X-Forwarded-Host", host)
        .setHeader("X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress())
        .setHeader("X-Forwarded-Proto", "http")
        .build();
  }

  private void refuse(HttpExchange exchange, String code, String description) throws IOException {
    var line =
        "at=error code=%s desc=\"%s\" method=%s path=\"%s\" status=503%n"
            .formatted(
                code,
                description,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath());
    Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    answer(exchange, 503, code, page("application-error.html"));
  }

  /** The code stands in Heroku's log only; here it is a header too. */
  private static void answer(HttpExchange exchange, int status, String code, byte[] page)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, no-store");
    exchange.getResponseHeaders().set("Heroku-Error", code);
    exchange.sendResponseHeaders(status, page.length);
    exchange.getResponseBody().write(page);
  }

  private static byte[] page(String name) {
    try (var stream = Objects.requireNonNull(Router.class.getResourceAsStream(name), name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
