package dev.kahuna.standin.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.heroku.app.Release;
import dev.kahuna.standin.process.ChildProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynosTest {
  @TempDir Path directory;
  private ChildProcesses children;
  private Heroku heroku;

  @BeforeEach
  void start() throws Exception {
    children = new ChildProcesses(directory.resolve("ledger"));
    heroku = Heroku.start(directory.resolve("logs"), children);
  }

  @AfterEach
  void end() {
    heroku.close();
    children.close();
    assertThat(children.living()).isEmpty();
  }

  @Test
  void runsTheFormationWithTheConfigAsEnvironment() throws Exception {
    var app =
        app("worker: echo \"$DYNO says $GREETING\" && exec sleep 60\n", "web", 1, "worker", 2);
    greet(app, "hello");
    await().until(() -> states(app), List.of("web.1 UP", "worker.1 UP", "worker.2 UP")::equals);
    assertThat(ApiClient.visit(app.webUrl()).body()).isEqualTo("web.1 hello");
    var log = directory.resolve("logs/shop.log");
    await().until(() -> Files.readString(log).contains("worker.2 says hello"));
  }

  @Test
  void holdsARequestWhileTheFirstDynoBoots() throws Exception {
    var app = app("", "web", 1);
    assertThat(ApiClient.visit(app.webUrl()).statusCode()).isEqualTo(200);
  }

  @Test
  void asksTheWebDynosInTurn() throws Exception {
    var app = app("", "web", 2);
    await().until(() -> states(app), List.of("web.1 UP", "web.2 UP")::equals);
    var said =
        List.of(
            ApiClient.visit(app.webUrl()).body(),
            ApiClient.visit(app.webUrl()).body(),
            ApiClient.visit(app.webUrl()).body());
    assertThat(said).contains("web.1 null", "web.2 null");
  }

  @Test
  void restartsEveryDynoOnANewRelease() throws Exception {
    var app = app("worker: exec sleep 60\n", "web", 1, "worker", 1);
    greet(app, "first");
    var release = app.currentRelease().version();
    greet(app, "second");
    assertThat(ApiClient.visit(app.webUrl()).body()).isEqualTo("web.1 second");
    assertThat(app.dynos().list()).allMatch(dyno -> dyno.plan().release().version() == release + 1);
    await().until(() -> children.living().count() == 2);
  }

  @Test
  void endsTheProcessesThatAreScaledAway() throws Exception {
    var app = app("worker: exec sleep 60\n", "worker", 3);
    await().until(() -> children.living().count() == 3);
    app.scale(Map.of("worker", 1));
    await().until(() -> states(app), List.of("worker.1 UP")::equals);
    assertThat(children.living()).hasSize(1);
  }

  @Test
  void showsADynoAsDownUntilItHasEnded() throws Exception {
    var stubborn =
        "worker: trap 'until test -e \"$HOME/go\"; do read -t 0.05 <> <(:); done; exit' TERM;"
            + " echo trapped; while :; do read -t 0.05 <> <(:); done\n";
    var app = app(stubborn, "worker", 1);
    await().until(() -> Files.readString(directory.resolve("logs/shop.log")).contains("trapped"));
    app.scale(Map.of("worker", 0));
    assertThat(states(app)).containsExactly("worker.1 DOWN");
    Files.createFile(directory.resolve("app/go"));
    await().until(() -> states(app).isEmpty());
  }

  @Test
  void startsACrashedDynoAgain() throws Exception {
    var app = app("", "web", 1);
    assertThat(ApiClient.visit(app.webUrl()).statusCode()).isEqualTo(200);
    var first = app.dynos().list().getFirst();
    assertThat(ApiClient.visit(app.webUrl().resolve("/crash")).statusCode()).isEqualTo(503);
    await().until(() -> !app.dynos().list().getFirst().id().equals(first.id()));
    await().until(() -> ApiClient.visit(app.webUrl()).statusCode() == 200);
  }

  @Test
  void answersForAnAppThatKeepsCrashing() throws Exception {
    var source = Files.createDirectories(directory.resolve("app"));
    Files.writeString(source.resolve("Procfile"), "web: exit 1\n");
    var app = heroku.createApp("shop", source, Map.of("web", 1));
    await()
        .untilAsserted(
            () ->
                assertThat(ApiClient.visit(app.webUrl()).headers().firstValue("Heroku-Error"))
                    .contains("H10"));
    app.scale(Map.of("web", 0));
    assertThat(ApiClient.visit(app.webUrl()).headers().firstValue("Heroku-Error")).contains("H14");
  }

  @Test
  void stopsTheRouterAloneInMaintenanceAndFinishesWhatIsUnderWay() throws Exception {
    var app = app("worker: exec sleep 60\n", "web", 1, "worker", 1);
    assertThat(ApiClient.visit(app.webUrl()).statusCode()).isEqualTo(200);
    var go = directory.resolve("go");
    var held =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ApiClient.visit(app.webUrl().resolve("/hold?" + go)).statusCode();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> Files.exists(directory.resolve("holding")));
    app.maintenance(true);
    var refused = ApiClient.visit(app.webUrl());
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("Offline for Maintenance");
    assertThat(states(app)).containsExactly("web.1 UP", "worker.1 UP");
    Files.createFile(go);
    assertThat(held.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(200);
    app.maintenance(false);
    assertThat(ApiClient.visit(app.webUrl()).statusCode()).isEqualTo(200);
  }

  @Test
  void bootsTheNewConfigOnlyAfterTheReleasePhaseSucceeded() throws Exception {
    var phase =
        "release: until test -e \"$HOME/go\"; do read -t 0.05 <> <(:); done; test $GREETING = good\n";
    var app = app(phase, "web", 1);
    assertThat(ApiClient.visit(app.webUrl()).body()).isEqualTo("web.1 null");
    greet(app, "good");
    assertThat(app.releases().getLast().status()).isEqualTo(Release.Status.PENDING);
    assertThat(ApiClient.visit(app.webUrl()).body()).isEqualTo("web.1 null");
    Files.createFile(directory.resolve("app/go"));
    await().until(() -> app.releases().getLast().status() == Release.Status.SUCCEEDED);
    await().until(() -> ApiClient.visit(app.webUrl()).body().equals("web.1 good"));

    greet(app, "bad");
    await().until(() -> app.releases().getLast().status() == Release.Status.FAILED);
    assertThat(app.currentRelease().config()).containsEntry("GREETING", "good");
    assertThat(ApiClient.visit(app.webUrl()).body()).isEqualTo("web.1 good");
  }

  @Test
  void stopsAOneOffDynoForGood() throws Exception {
    var app = app("worker: exec sleep 60\n");
    var api = new ApiClient(heroku.apiUrl(), heroku.token());
    var run = api.call("POST", "/apps/shop/dynos", "{\"command\":\"exec sleep 60\"}");
    var name = run.body().path("name").asString();
    assertThat(name).startsWith("run.");
    var stop = "/apps/shop/dynos/" + name + "/actions/stop";
    assertThat(api.call("POST", stop, "").status()).isEqualTo(202);
    await().until(() -> states(app).isEmpty());
    await().until(() -> children.living().findAny().isEmpty());
  }

  private HerokuApp app(String otherTypes, Object... formation) throws Exception {
    org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    var source = TinyWeb.app(directory.resolve("app"), otherTypes);
    var wanted = new java.util.HashMap<String, Integer>();
    for (var i = 0; i < formation.length; i += 2) {
      wanted.put((String) formation[i], (Integer) formation[i + 1]);
    }
    return heroku.createApp("shop", source, wanted);
  }

  private static void greet(HerokuApp app, String greeting) {
    app.setConfig(Map.of("GREETING", Optional.of(greeting)));
  }

  private static List<String> states(HerokuApp app) {
    return app.dynos().list().stream()
        .map(dyno -> dyno.plan().name() + " " + dyno.state())
        .sorted()
        .toList();
  }
}
