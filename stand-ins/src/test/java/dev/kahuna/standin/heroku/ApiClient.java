package dev.kahuna.standin.heroku;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the stand-in as any client of Heroku would. */
public final class ApiClient {
  public record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final URI api;
  private final String token;

  public ApiClient(URI api, String token) {
    this.api = api;
    this.token = token;
  }

  public Answer call(String method, String path, String body, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Accept", "application/vnd.heroku+json; version=3")
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(), JsonMapper.shared().readTree(response.body()), response);
  }

  public Answer get(String path, String... headers) throws Exception {
    return call("GET", path, "", headers);
  }

  /** What a visitor of the app gets. */
  static HttpResponse<String> visit(URI url) throws Exception {
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
