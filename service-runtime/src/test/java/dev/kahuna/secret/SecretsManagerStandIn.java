package dev.kahuna.secret;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the part of Secrets Manager's JSON 1.1 protocol that Kahuna uses, two names a page. */
public final class SecretsManagerStandIn implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGE = 2;

  private final HttpServer server;
  private final NavigableMap<String, String> secrets = new ConcurrentSkipListMap<>();
  private volatile int failure;

  private record Answer(int status, Object body) {}

  public SecretsManagerStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public SecretsManagerClient client() {
    return SecretsManagerClient.builder()
        .endpointOverride(url())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  public List<String> names() {
    return List.copyOf(secrets.keySet());
  }

  public void put(String name, String value) {
    secrets.put(name, value);
  }

  public void failWith(int status) {
    failure = status;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      var answer =
          failure == 0
              ? answer(target.substring(target.indexOf('.') + 1), request)
              : new Answer(failure, Map.of("__type", "ServiceUnavailable"));
      var body = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(String action, JsonNode request) {
    var name = request.path("Name").asString(request.path("SecretId").asString(""));
    var value = request.path("SecretString").asString("");
    return switch (action) {
      case "CreateSecret" ->
          secrets.putIfAbsent(name, value) == null
              ? ok(Map.of("Name", name))
              : error("ResourceExistsException");
      case "GetSecretValue" ->
          secrets.containsKey(name)
              ? ok(Map.of("Name", name, "SecretString", secrets.get(name)))
              : error("ResourceNotFoundException");
      case "PutSecretValue" ->
          secrets.replace(name, value) == null
              ? error("ResourceNotFoundException")
              : ok(Map.of("Name", name));
      case "DeleteSecret" ->
          secrets.remove(name) == null
              ? error("ResourceNotFoundException")
              : ok(Map.of("Name", name));
      case "ListSecrets" -> list(request);
      default -> error("InvalidAction");
    };
  }

  private Answer list(JsonNode request) {
    var prefix = request.path("Filters").path(0).path("Values").path(0).asString("");
    var after = request.path("NextToken").asString("");
    var page =
        secrets.tailMap(after, false).keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .limit(PAGE)
            .toList();
    var entries = page.stream().map(name -> Map.of("Name", name)).toList();
    return page.size() < PAGE
        ? ok(Map.of("SecretList", entries))
        : ok(Map.of("SecretList", entries, "NextToken", page.getLast()));
  }

  private static Answer ok(Object body) {
    return new Answer(200, body);
  }

  private static Answer error(String type) {
    return new Answer(400, Map.of("__type", type, "message", type));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
