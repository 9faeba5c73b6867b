package dev.kahuna.heroku;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Gives recorded answers, and keeps what it was asked. */
final class RecordedHeroku implements AutoCloseable {
  record Asked(String call, String body, String range, String authorization, String accept) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Semaphore silence = new Semaphore(0);
  final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  RecordedHeroku() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  RecordedHeroku on(String call, int status, String body) {
    answers.put(call, new Answer(status, body));
    return this;
  }

  /** Takes the call and says nothing. */
  RecordedHeroku silentOn(String call) {
    return on(call, 0, "");
  }

  /** Takes the call and hangs up. */
  RecordedHeroku hangingUpOn(String call) {
    return on(call, -1, "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      var headers = exchange.getRequestHeaders();
      asked.add(
          new Asked(
              call,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              String.valueOf(headers.getFirst("Range")),
              String.valueOf(headers.getFirst("Authorization")),
              String.valueOf(headers.getFirst("Accept"))));
      var answer = answers.getOrDefault(call, new Answer(404, "not recorded"));
      if (answer.status() == 0) {
        silence.acquireUninterruptibly();
      }
      if (answer.status() <= 0) {
        return;
      }
      exchange.getResponseHeaders().set("RateLimit-Remaining", "4321");
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    silence.release(1000);
    server.stop(0);
  }
}
