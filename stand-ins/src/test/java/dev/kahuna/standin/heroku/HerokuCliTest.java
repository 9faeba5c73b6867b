package dev.kahuna.standin.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.process.ChildProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's client of the Platform API, against the stand-in. */
@EnabledIf(
    value = "dev.kahuna.standin.heroku.HerokuCli#canBeHad",
    disabledReason =
        "Heroku's CLI comes from npm, which is not on the PATH or does not reach its registry")
class HerokuCliTest {
  private static final String URL = "postgres://u:p@db.example:5432/d";

  @TempDir static Path directory;
  private static ChildProcesses children;
  private static Heroku heroku;
  private static HerokuApp shop;
  private static HerokuCli cli;

  @BeforeAll
  static void start() throws Exception {
    children = new ChildProcesses(directory.resolve("ledger"));
    heroku = Heroku.start(directory.resolve("logs"), children);
    var source = Files.createDirectories(directory.resolve("app"));
    Files.writeString(source.resolve("Procfile"), "web: sleep 60\nworker: exec sleep 60\n");
    shop = heroku.createApp("shop", source, Map.of("worker", 1));
    heroku.createPostgresAddon("postgresql-round-1", URL, shop);
    cli = new HerokuCli(heroku, Files.createDirectories(directory.resolve("home")));
  }

  @AfterAll
  static void end() {
    heroku.close();
    children.close();
  }

  @Test
  void maintenance() throws Exception {
    says("Enabling maintenance mode", "maintenance:on", "--app", "shop");
    assertThat(shop.maintenance()).isTrue();
    says("on", "maintenance", "--app", "shop");
    says("Disabling maintenance mode", "maintenance:off", "--app", "shop");
    assertThat(shop.maintenance()).isFalse();
  }

  @Test
  void config() throws Exception {
    says("done, v", "config:set", "GREETING=hello", "--app", "shop");
    assertThat(shop.config()).containsEntry("GREETING", "hello");
    says("GREETING", "config", "--app", "shop");
    says("hello", "config:get", "GREETING", "--app", "shop");
    var refused = cli.heroku("config:set", "DATABASE_URL=postgres://x", "--app", "shop");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains("Cannot overwrite attachment values DATABASE_URL.");
  }

  @Test
  void dynos() throws Exception {
    says("now running worker at 2", "ps:scale", "worker=2", "--app", "shop");
    assertThat(shop.formation()).containsEntry("worker", 2);
    says("worker.2", "ps", "--app", "shop");
    says("now running worker at 3", "ps:scale", "worker+1", "--app", "shop");
    says("worker=3:Standard-1X", "ps:scale", "--app", "shop");
    says("Restarting", "ps:restart", "--app", "shop");
    says("now running worker at 0", "ps:scale", "worker=0", "--app", "shop");
    assertThat(shop.formation()).containsEntry("worker", 0);
  }

  @Test
  void releases() throws Exception {
    var version = shop.currentRelease().version();
    says("Current: v" + version, "releases", "--app", "shop");
    says("Rolling back", "releases:rollback", "v" + version, "--app", "shop");
    assertThat(shop.currentRelease().version()).isEqualTo(version + 1);
  }

  @Test
  void addons() throws Exception {
    says("postgresql-round-1", "addons", "--app", "shop");
    var last = cli.heroku("addons:detach", "DATABASE", "--app", "shop");
    assertThat(last.exitCode()).isNotZero();
    assertThat(last.output()).contains("Cannot destroy last attachment to billing app");
    says("done, v", "addons:attach", "postgresql-round-1", "--as", "SECOND", "--app", "shop");
    assertThat(shop.config()).containsEntry("SECOND_URL", URL);
    says("done, v", "addons:detach", "SECOND", "--app", "shop");
    assertThat(shop.config()).doesNotContainKey("SECOND_URL");
  }

  private static void says(String expected, String... arguments) throws Exception {
    var result = cli.heroku(arguments);
    assertThat(result.output()).contains(expected);
    assertThat(result.exitCode()).isZero();
  }
}
