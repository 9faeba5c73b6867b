package dev.kahuna.sandbox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.randonumba.RandoNumba;
import dev.kahuna.standin.heroku.ApiClient;
import dev.kahuna.standin.heroku.Heroku;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.process.ChildProcesses;
import java.io.File;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RandoNumba on real databases, moved from one to the other as a cutover does it. */
class RepointTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;
  private TestPostgres before;
  private TestPostgres after;
  private ChildProcesses children;
  private Heroku heroku;

  @BeforeEach
  void start() throws Exception {
    before = database();
    after = database();
    children = new ChildProcesses(directory.resolve("ledger"));
    heroku = Heroku.start(directory.resolve("logs"), children);
  }

  @AfterEach
  void end() {
    heroku.close();
    children.close();
    after.close();
    before.close();
  }

  @Test
  void movesTheAppToAnotherDatabase() throws Exception {
    var shop = app("shop", before);
    var api = new ApiClient(heroku.apiUrl(), heroku.token());
    assertThat(draw(shop, "first").statusCode()).isEqualTo(201);
    assertThat(count(before, "draws WHERE request_id = 'first'")).isEqualTo("1");
    await().until(() -> !count(before, "ticks").equals("0"));

    var old = api.get("/apps/shop/addon-attachments/DATABASE").body().path("id").asString();
    heroku.attach(heroku.addon("postgresql-shop"), shop, "KEPT");
    assertThat(api.call("DELETE", "/addon-attachments/" + old, "").status()).isEqualTo(200);
    assertThat(draw(shop, "homeless").statusCode()).isEqualTo(503);

    var started = System.nanoTime();
    var set = "{\"DATABASE_URL\":\"" + url(after) + "\"}";
    assertThat(api.call("PATCH", "/apps/shop/config-vars", set).status()).isEqualTo(200);
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> draw(shop, "moved").statusCode() == 201);
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    System.out.println("PATCH config-vars to the first acknowledged draw: " + millis + " ms");

    assertThat(count(after, "draws WHERE request_id = 'moved'")).isEqualTo("1");
    assertThat(count(before, "draws WHERE request_id <> 'first'")).isEqualTo("0");
    await().until(() -> !count(after, "ticks").equals("0"));
    await().until(() -> count(before, "pg_stat_activity WHERE usename = 'app'").equals("0"));
    assertThat(millis).isLessThan(10_000);
  }

  @Test
  void recoversByItselfFromAFence() throws Exception {
    var fenced = app("fenced", before);
    assertThat(draw(fenced, "a").statusCode()).isEqualTo(201);
    var terminate =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'app'";
    before.execute(terminate);
    assertThat(draw(fenced, "b").statusCode()).isEqualTo(201);

    before.execute("ALTER DATABASE app SET default_transaction_read_only = on", terminate);
    var refused = draw(fenced, "c");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("{\"error\":\"read_only\"}");
    before.execute("ALTER DATABASE app RESET default_transaction_read_only");
    await().until(() -> draw(fenced, "d").statusCode() == 201);
  }

  private static TestPostgres database() {
    var server = TestPostgres.start();
    server.execute("CREATE ROLE app LOGIN PASSWORD 'p:w'", "CREATE DATABASE app OWNER app");
    return server;
  }

  private static String url(TestPostgres server) {
    return "postgres://app:p%%3Aw@127.0.0.1:%d/app?sslmode=require"
        .formatted(server.endpoint().port());
  }

  private HerokuApp app(String name, TestPostgres database) throws Exception {
    var source = Files.createDirectories(directory.resolve(name));
    var procfile = Files.readString(Path.of("../randonumba/src/main/app/Procfile"));
    var run = "-cp '" + classPath() + "' " + RandoNumba.class.getName();
    Files.writeString(source.resolve("Procfile"), procfile.replace("-jar randonumba.jar", run));
    var app = heroku.createApp(name, source, Map.of("web", 1, "worker", 1));
    heroku.createPostgresAddon("postgresql-" + name, url(database), app);
    return app;
  }

  /** RandoNumba as it was just compiled, and the driver. */
  private static String classPath() throws Exception {
    var own = RandoNumba.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var driver =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .filter(path -> path.contains("org/postgresql/postgresql"));
    return Stream.concat(Stream.of(Path.of(own).toString()), driver)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static HttpResponse<String> draw(HerokuApp app, String requestId) throws Exception {
    var request =
        HttpRequest.newBuilder(app.webUrl().resolve("/draws"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString("{\"requestId\":\"" + requestId + "\"}"))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String count(TestPostgres server, String from) throws Exception {
    try (var connection =
            dev.kahuna.postgres.Databases.open(
                server.endpoint().withDatabase("app"),
                server.credentials(),
                server.trust(),
                dev.kahuna.postgres.PostgresOptions.of("test"));
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getString(1);
    }
  }
}
