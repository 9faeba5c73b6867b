package dev.kahuna.randonumba;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page and its three calls. A draw is answered with 201 only after its commit; if the database
 * is unreachable or read-only, the answer is 503 and says which.
 */
final class WebServer implements RandoNumba.Running {
  private static final int DRAWS_SHOWN = 10;
  private static final int LONGEST_BODY = 10_000;
  private static final Pattern REQUEST_ID =
      Pattern.compile("\"requestId\"\\s*:\\s*\"([^\"\\\\]{1,200})\"");

  /** SQLSTATE of a write in a read-only transaction. */
  private static final String READ_ONLY = "25006";

  private record Answer(int status, String type, String body) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body);
    }
  }

  private final HttpServer server;
  private final Draws draws;

  /** Starts to listen. */
  WebServer(InetSocketAddress address, Draws draws) throws IOException {
    this.draws = draws;
    this.server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = answer(exchange);
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      return switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
        case "GET /" -> new Answer(200, "text/html; charset=utf-8", Draws.resource("page.html"));
        case "GET /draws" -> Answer.json(200, list());
        case "GET /draws/count" -> Answer.json(200, "{\"count\":" + draws.count() + "}");
        case "GET /health" -> Answer.json(200, "{\"draws\":" + draws.count() + "}");
        case "POST /draws" -> Answer.json(201, json(draws.draw(requestId(exchange))));
        default -> Answer.json(404, "{\"error\":\"not_found\"}");
      };
    } catch (SQLException e) {
      System.out.println("503: " + e.getSQLState() + " " + e.getMessage());
      var error = READ_ONLY.equals(e.getSQLState()) ? "read_only" : "database_unavailable";
      return Answer.json(503, "{\"error\":\"" + error + "\"}");
    }
  }

  /** From the header {@code Request-Id}, or the body's {@code requestId}, or a new one. */
  private static String requestId(HttpExchange exchange) throws IOException {
    var body =
        new String(exchange.getRequestBody().readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
    var header = exchange.getRequestHeaders().getFirst("Request-Id");
    if (header != null && !header.isBlank()) {
      return header;
    }
    var match = REQUEST_ID.matcher(body);
    return match.find() ? match.group(1) : UUID.randomUUID().toString();
  }

  private String list() throws SQLException {
    return draws.last(DRAWS_SHOWN).stream()
        .map(WebServer::json)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(Draws.Draw draw) {
    return "{\"id\":"
        + draw.id()
        + ",\"number\":"
        + draw.number()
        + ",\"at\":\""
        + draw.at()
        + "\"}";
  }

  /** Accepts no new requests and waits up to two seconds for running ones. */
  @Override
  public void close() {
    server.stop(2);
  }
}
