package dev.kahuna.randonumba;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without a database; with one it is tried in the sandbox, where its dynos run. */
class WebServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    var draws = new Draws(new ConnectionPool(Optional.empty()));
    server = new WebServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), draws);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void saysThatTheDatabaseIsAway() throws Exception {
    var answer = call("POST", "/draws");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"error\":\"database_unavailable\"}");
    assertThat(call("GET", "/health").statusCode()).isEqualTo(503);
  }

  @Test
  void servesThePageAllTheSame() throws Exception {
    var answer = call("GET", "/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(answer.body()).contains("Draw a number");
    assertThat(call("GET", "/nonsense").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> call(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
