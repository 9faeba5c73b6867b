package dev.kahuna.heroku;

import dev.kahuna.lease.Lease;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One call and its answer, or one of the two {@link HerokuFailure}s. */
final class HerokuCalls {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_MESSAGE = 500;

  private final HttpClient client;
  private final URI url;
  private final Duration timeout;
  private final String token;
  private final AtomicInteger remaining = new AtomicInteger(Integer.MAX_VALUE);

  HerokuCalls(HttpClient client, URI url, Duration timeout, String token) {
    this.client = client;
    this.url = url;
    this.timeout = timeout;
    this.token = token;
  }

  int remaining() {
    return remaining.get();
  }

  JsonNode get(String path) throws InterruptedException {
    return send("GET", path, Map.of(), BodyPublishers.noBody());
  }

  JsonNode get(String path, String range) throws InterruptedException {
    return send("GET", path, Map.of("Range", range), BodyPublishers.noBody());
  }

  JsonNode send(String method, String path, Object body) throws InterruptedException {
    var json = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    return send(method, path, Map.of("Content-Type", "application/json"), json);
  }

  private JsonNode send(String method, String path, Map<String, String> headers, BodyPublisher body)
      throws InterruptedException {
    var call = method + " " + path;
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(timeout)
            .header("Accept", "application/vnd.heroku+json; version=3")
            .header("Authorization", "Bearer " + token)
            .method(method, body);
    headers.forEach(request::header);
    Lease.check();
    try {
      return answer(call, client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw HerokuUnavailable.unanswered(call, e);
    }
  }

  private JsonNode answer(String call, HttpResponse<byte[]> response) {
    response
        .headers()
        .firstValue("RateLimit-Remaining")
        .filter(text -> text.matches("\\d{1,9}"))
        .ifPresent(text -> remaining.set(Integer.parseInt(text)));
    var status = response.statusCode();
    if (status == 429) {
      throw HerokuUnavailable.rateLimited(call, remaining.get());
    }
    if (status >= 500) {
      throw HerokuUnavailable.failing(call, status);
    }
    if (status >= 300) {
      throw refusal(call, status, response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw HerokuUnavailable.unanswered(call + " in JSON", e);
    }
  }

  private static HerokuRejected refusal(String call, int status, byte[] body) {
    try {
      var json = JSON.readTree(body);
      var message = json.path("message").asString("no reason given");
      return new HerokuRejected(call, status, json.path("id").asString(""), shortened(message));
    } catch (JacksonException e) {
      var text = shortened(new String(body, StandardCharsets.UTF_8));
      return new HerokuRejected(call, status, "", text);
    }
  }

  private static String shortened(String text) {
    var line = text.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }
}
