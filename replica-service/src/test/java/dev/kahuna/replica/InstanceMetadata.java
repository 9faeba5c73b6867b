package dev.kahuna.replica;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kahuna.standin.archive.ArchiveAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What an instance with a profile asks for the key of its role: version 2 of EC2's <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">instance
 * metadata</a> alone, as an instance has it that requires tokens.
 */
final class InstanceMetadata implements AutoCloseable {
  private static final String TOKEN = "a-token-of-the-instance";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  private final HttpServer server;
  private final AtomicReference<String> key = new AtomicReference<>("{}");
  private final AtomicInteger keysGiven = new AtomicInteger();

  InstanceMetadata() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the role may do from now on: what whoever has that key may. */
  void give(ArchiveAccess access) {
    key.set(
        """
        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "%s", "SecretAccessKey": "%s",
         "Token": "of-the-role", "LastUpdated": "%s", "Expiration": "%s"}
        """
            .formatted(
                access.accessKeyId(),
                access.secretAccessKey(),
                Instant.now(),
                Instant.now().plus(Duration.ofHours(6))));
  }

  /** How often it gave the role's key. */
  int keysGiven() {
    return keysGiven.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var path = exchange.getRequestURI().getPath();
      var asked = exchange.getRequestMethod() + " " + path;
      if (asked.equals("PUT /latest/api/token")) {
        var lifetime = headers.getFirst("X-aws-ec2-metadata-token-ttl-seconds");
        exchange.getResponseHeaders().set("X-aws-ec2-metadata-token-ttl-seconds", lifetime);
        send(exchange, 200, TOKEN);
      } else if (!TOKEN.equals(headers.getFirst("X-aws-ec2-metadata-token"))) {
        send(exchange, 401, "");
      } else {
        var found = found(asked);
        send(exchange, found.isPresent() ? 200 : 404, found.orElse(""));
      }
    }
  }

  private Optional<String> found(String asked) {
    return switch (asked) {
      case "GET " + ROLES -> Optional.of("archive-reader");
      case "GET " + ROLES + "archive-reader" -> {
        keysGiven.incrementAndGet();
        yield Optional.of(key.get());
      }
      default -> Optional.empty();
    };
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
