package dev.kahuna.standin.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.process.ChildProcesses;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformApiTest {
  private static final String URL = "postgres://u:p@db.example:5432/d";

  @TempDir Path directory;
  private ChildProcesses children;
  private Heroku heroku;
  private HerokuApp shop;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    children = new ChildProcesses(directory.resolve("ledger"));
    heroku = Heroku.start(directory.resolve("logs"), children);
    var source = Files.createDirectories(directory.resolve("app"));
    Files.writeString(source.resolve("Procfile"), "web: sleep 60\nworker: exec sleep 60\n");
    shop = heroku.createApp("shop", source, Map.of());
    heroku.createPostgresAddon("postgresql-round-1", URL, shop);
    api = new ApiClient(heroku.apiUrl(), heroku.token());
  }

  @AfterEach
  void end() {
    heroku.close();
    children.close();
  }

  @Test
  void refusesWhoHasNoToken() throws Exception {
    var answer = new ApiClient(heroku.apiUrl(), "guess").get("/apps/shop");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().path("id").asString()).isEqualTo("unauthorized");
  }

  @Test
  void turnsMaintenanceOnAndOff() throws Exception {
    assertThat(api.get("/apps/shop").body().path("maintenance").asBoolean()).isFalse();
    var on = api.call("PATCH", "/apps/shop", "{\"maintenance\":true}");
    assertThat(on.status()).isEqualTo(200);
    assertThat(on.body().path("maintenance").asBoolean()).isTrue();
    assertThat(on.header("Request-Id")).isNotEmpty();
    assertThat(on.header("RateLimit-Remaining")).isEqualTo("4498");
    assertThat(shop.maintenance()).isTrue();
    api.call("PATCH", "/apps/shop", "{\"maintenance\":false}");
    assertThat(shop.maintenance()).isFalse();
  }

  @Test
  void makesOneReleaseOfOnePatchOfTheConfig() throws Exception {
    var before = shop.releases().size();
    var answer = api.call("PATCH", "/apps/shop/config-vars", "{\"A\":\"1\",\"B\":\"2\"}");
    assertThat(answer.body().path("A").asString()).isEqualTo("1");
    assertThat(answer.body().path("DATABASE_URL").asString()).isEqualTo(URL);
    api.call("PATCH", "/apps/shop/config-vars", "{\"A\":null}");
    assertThat(shop.config()).containsOnlyKeys("B", "DATABASE_URL");
    assertThat(shop.releases()).hasSize(before + 2);
    assertThat(shop.releases().getLast().description()).isEqualTo("Remove A config vars");
  }

  @Test
  void keepsAnAttachmentsVariableFromBeingOverwritten() throws Exception {
    var before = shop.releases().size();
    var answer =
        api.call("PATCH", "/apps/shop/config-vars", "{\"A\":\"1\",\"DATABASE_URL\":\"other\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("id").asString()).isEqualTo("invalid_params");
    assertThat(answer.body().path("message").asString())
        .isEqualTo("Cannot overwrite attachment values DATABASE_URL.");
    assertThat(shop.config()).doesNotContainKey("A");
    assertThat(shop.releases()).hasSize(before);
  }

  @Test
  void letsTheVariableBeSetOnceAnotherAttachmentKeepsTheDatabase() throws Exception {
    var id = attachmentId("DATABASE");
    var last = api.call("DELETE", "/addon-attachments/" + id, "");
    assertThat(last.status()).isEqualTo(422);
    assertThat(last.body().path("message").asString())
        .isEqualTo("Cannot destroy last attachment to billing app for resource postgresql-round-1");

    var second =
        api.call(
            "POST",
            "/addon-attachments",
            "{\"addon\":\"postgresql-round-1\",\"app\":\"shop\",\"name\":\"HEROKU_ORIGINAL\"}");
    assertThat(second.status()).isEqualTo(201);
    assertThat(api.call("DELETE", "/addon-attachments/DATABASE", "").status()).isEqualTo(404);
    assertThat(api.call("DELETE", "/addon-attachments/" + id, "").status()).isEqualTo(200);
    assertThat(shop.config()).isEqualTo(Map.of("HEROKU_ORIGINAL_URL", URL));
    var set = api.call("PATCH", "/apps/shop/config-vars", "{\"DATABASE_URL\":\"elsewhere\"}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(shop.config()).containsEntry("DATABASE_URL", "elsewhere");
  }

  @Test
  void asksForConfirmationBeforeANameIsTakenOver() throws Exception {
    heroku.createPostgresAddon("postgresql-flat-2", URL, otherApp());
    var body = "{\"addon\":{\"name\":\"postgresql-flat-2\"},\"app\":{\"name\":\"shop\"},";
    var refused = api.call("POST", "/addon-attachments", body + "\"name\":\"DATABASE\"}");
    assertThat(refused.status()).isEqualTo(423);
    assertThat(refused.body().path("id").asString()).isEqualTo("confirmation_required");
    assertThat(refused.header("X-Confirmation-Required")).isNotEmpty();
    heroku.attach(heroku.addon("postgresql-round-1"), shop, "KEPT");
    var taken =
        api.call(
            "POST", "/addon-attachments", body + "\"name\":\"DATABASE\",\"confirm\":\"shop\"}");
    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.body().path("addon").path("app").path("name").asString()).isEqualTo("other");
  }

  @Test
  void lendsOneDatabaseToSeveralApps() throws Exception {
    heroku.attach(heroku.addon("postgresql-round-1"), otherApp(), "DATABASE");
    assertThat(api.get("/addons/postgresql-round-1/addon-attachments").body()).hasSize(2);
    assertThat(api.get("/apps/other/addon-attachments").body()).hasSize(1);
    assertThat(api.get("/apps/other/addons").body()).isEmpty();
    var lent = api.get("/apps/other/addon-attachments/DATABASE").body().path("id").asString();
    assertThat(api.call("DELETE", "/addon-attachments/" + lent, "").status()).isEqualTo(200);
  }

  @Test
  void scalesByNumberByTextAndRelatively() throws Exception {
    assertThat(scale("1").path(0).path("type").asString()).isEqualTo("web");
    assertThat(shop.formation()).containsEntry("worker", 1);
    scale("\"2\"");
    assertThat(shop.formation()).containsEntry("worker", 2);
    scale("\"+1\"");
    assertThat(shop.formation()).containsEntry("worker", 3);
    scale("\"-2\"");
    assertThat(shop.formation()).containsEntry("worker", 1);
    var unknown =
        api.call(
            "PATCH",
            "/apps/shop/formation",
            "{\"updates\":[{\"type\":\"worker\",\"quantity\":0},{\"type\":\"clock\",\"quantity\":1}]}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(shop.formation()).containsEntry("worker", 1);
  }

  @Test
  void pagesThroughReleasesNewestFirst() throws Exception {
    for (var i = 0; i < 4; i++) {
      api.call("PATCH", "/apps/shop/config-vars", "{\"N\":\"" + i + "\"}");
    }
    var first = api.get("/apps/shop/releases", "Range", "version ..; max=5, order=desc");
    assertThat(first.status()).isEqualTo(206);
    assertThat(versions(first)).containsExactly(7, 6, 5, 4, 3);
    assertThat(first.body().path(0).path("current").asBoolean()).isTrue();
    assertThat(first.body().path(0).path("status").asString()).isEqualTo("succeeded");
    var rest = api.get("/apps/shop/releases", "Range", first.header("Next-Range"));
    assertThat(rest.status()).isEqualTo(200);
    assertThat(versions(rest)).containsExactly(2, 1);
  }

  @Test
  void rollsTheConfigBackButNotTheAttachments() throws Exception {
    api.call("PATCH", "/apps/shop/config-vars", "{\"A\":\"1\"}");
    var version = shop.releases().getLast().version();
    api.call("PATCH", "/apps/shop/config-vars", "{\"A\":\"2\"}");
    heroku.attach(heroku.addon("postgresql-round-1"), shop, "SECOND");
    var answer = api.call("POST", "/apps/shop/releases", "{\"release\":\"" + version + "\"}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().path("description").asString()).isEqualTo("Rollback to v" + version);
    assertThat(shop.config()).isEqualTo(Map.of("A", "1", "DATABASE_URL", URL, "SECOND_URL", URL));
  }

  @Test
  void saysWhatIsWrongWithARequest() throws Exception {
    assertThat(api.get("/apps/nobody").body().path("message").asString())
        .isEqualTo("Couldn't find that app.");
    assertThat(api.call("PATCH", "/apps/shop", "{").status()).isEqualTo(400);
    assertThat(api.call("PATCH", "/apps/shop", "{\"maintenance\":\"on\"}").status()).isEqualTo(422);
    assertThat(api.call("PATCH", "/apps/shop/config-vars", "{\"A\":1}").status()).isEqualTo(422);
    assertThat(api.get("/nonsense").status()).isEqualTo(404);
    assertThat(api.get("/apps/shop/releases", "Range", "bytes=0-").status()).isEqualTo(400);
  }

  @Test
  void refusesMoreCallsThanTheAccountHas() throws Exception {
    heroku.rateLimit().leave(1);
    assertThat(api.get("/account").status()).isEqualTo(200);
    var refused = api.get("/account");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body().path("id").asString()).isEqualTo("rate_limit");
    assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
  }

  @Test
  void failsToOrderBeforeOrAfterTheEffect() throws Exception {
    var config = "/apps/[^/]+/config-vars";
    heroku.faults().next(1, "PATCH", config, new HerokuFaults.Fault.Answer(503, false));
    heroku.faults().next(1, "PATCH", config, new HerokuFaults.Fault.Answer(500, true));
    var path = "/apps/shop/config-vars";
    assertThat(api.call("PATCH", path, "{\"A\":\"1\"}").status()).isEqualTo(503);
    assertThat(shop.config()).doesNotContainKey("A");
    assertThat(api.call("PATCH", path, "{\"A\":\"1\"}").status()).isEqualTo(500);
    assertThat(shop.config()).containsEntry("A", "1");
    assertThat(api.call("PATCH", path, "{\"A\":\"2\"}").status()).isEqualTo(200);
  }

  @Test
  void answersTooLateWithTheChangeMade() {
    var late = new HerokuFaults.Fault.Late(Duration.ofMinutes(1), true);
    heroku.faults().next(1, "PATCH", "/apps/shop", late);
    var hasty =
        java.net.http.HttpRequest.newBuilder(heroku.apiUrl().resolve("/apps/shop"))
            .timeout(Duration.ofMillis(500))
            .header("Accept", "application/vnd.heroku+json; version=3")
            .header("Authorization", "Bearer " + heroku.token())
            .method(
                "PATCH",
                java.net.http.HttpRequest.BodyPublishers.ofString("{\"maintenance\":true}"))
            .build();
    try (var client = java.net.http.HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () -> client.send(hasty, java.net.http.HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(HttpTimeoutException.class);
    }
    assertThat(shop.maintenance()).isTrue();
  }

  private HerokuApp otherApp() throws Exception {
    return heroku.createApp("other", directory.resolve("app"), Map.of());
  }

  private String attachmentId(String name) throws Exception {
    return api.get("/apps/shop/addon-attachments/" + name).body().path("id").asString();
  }

  private tools.jackson.databind.JsonNode scale(String quantity) throws Exception {
    var updates = "{\"updates\":[{\"type\":\"worker\",\"quantity\":" + quantity + "}]}";
    return api.call("PATCH", "/apps/shop/formation", updates).body();
  }

  private static java.util.List<Integer> versions(ApiClient.Answer answer) {
    return StreamSupport.stream(answer.body().spliterator(), false)
        .map(release -> release.path("version").asInt())
        .toList();
  }
}
