package dev.kahuna.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.secret.SecretsManagerStandIn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages and exit codes of the command. Its acts are tested in cutover-service. */
class BreakGlassCommandTest {
  private static final String WINDOW =
      """
      {"leg":"TO_REPLICA","attempt":2,"open":%s,"facts":[
        {"type":"migration-requested","request":{
          "source":{"apps":["shop"],"configVar":"DATABASE_URL","token":"aws-sm:token","version":15},
          "archive":{"prefix":"s3://a/b","region":"eu-west-1","endpoint":null,
            "accessKey":{"id":"aws-sm:k","secret":"aws-sm:s"},"encryption":null},
          "replica":{"instanceType":"m6i.large","volumeGib":100,"standby":"HOST","subnet":null,"image":null,
            "rebuildIndexesGib":1,"instanceProfile":null,
            "admin":["10.0.0.0/8"],"clients":["10.0.0.0/8"]},
          "target":{"engineVersion":"17.7","instanceClass":"db.r6g.large","database":"shop",
            "subnets":[]},
          "cutover":{
            "toReplica":{"approval":"AUTOMATIC","maxUnavailability":"PT1M","retries":0,
              "retryPause":"PT5M"},
            "toAurora":{"approval":"AUTOMATIC","maxUnavailability":"PT30S","retries":0,
              "retryPause":"PT5M"},
            "unjudged":"REQUIRED"}}},
        {"type":"cutover-prepared","leg":"TO_REPLICA","attempt":2,"newUrl":"aws-sm:new","findings":[],"apps":[
          {"name":"shop","configVar":"DATABASE_URL","oldValue":"aws-sm:old","attachment":"",
            "addon":"","formation":{"web":1,"worker":2}}]}]}
      """;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "aws.region", "eu-west-1",
          "aws.accessKeyId", "id",
          "aws.secretAccessKey", "secret");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream stdin = System.in;
  private SecretsManagerStandIn vault;

  @BeforeEach
  void start() throws IOException {
    vault = new SecretsManagerStandIn();
    vault.put("token", "t0ken-of-heroku");
    SETTINGS.forEach(System::setProperty);
    System.setProperty("aws.endpointUrlSecretsManager", vault.url().toString());
  }

  @AfterEach
  void end() {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrlSecretsManager");
    System.setIn(stdin);
    vault.close();
  }

  @Test
  void anInvalidIdIsRefused() {
    assertThat(run("shop'; DROP TABLE x")).isEqualTo(2);
    assertThat(err.toString()).startsWith("ID must be the id of a migration");
  }

  @Test
  void anUnknownMigrationIsRefused() {
    assertThat(run("shop-2026")).isEqualTo(2);
    assertThat(err.toString()).startsWith("Secrets Manager has no secrets of a migration");
  }

  @Test
  void withoutAnOpenWindowThereIsNothingToDo() {
    vault.put("kahuna/shop-2026/ssh-key", "key");
    assertThat(run("shop-2026")).isZero();
    vault.put("kahuna/shop-2026/window", WINDOW.formatted(false));
    assertThat(run("shop-2026", "--yes")).isZero();
    assertThat(out.toString().lines())
        .containsOnly("shop-2026 has no open window, so there is nothing to do.");
  }

  @Test
  void itListsWhatItWouldDoAndWantsTheIdTyped() {
    vault.put("kahuna/shop-2026/window", WINDOW.formatted(true));
    assertThat(run("shop-2026")).isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "The window TO_REPLICA, attempt 2, is open and has not reached its pivot:"
                + " shop goes back to Heroku's database.",
            "  - Close the replica to the app, and name the rows that are on it alone.",
            "  - Let Heroku's database take writes again, and end its sessions.",
            "  - Switch maintenance off in shop, and start worker=2.");
    assertThat(err.toString().strip())
        .isEqualTo("That is not the migration's id. Nothing was changed.");
    assertThat(vault.names()).containsExactly("kahuna/shop-2026/window", "token");
  }

  @Test
  void herokuOutOfReachChangesNothing() {
    vault.put("kahuna/shop-2026/window", WINDOW.formatted(true));
    assertThat(run("shop-2026", "--yes", "--heroku-url", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("Heroku did not answer GET /apps/shop. Nothing was changed.");
    assertThat(vault.names()).containsExactly("kahuna/shop-2026/window", "token");
  }

  @Test
  void aCopyOfAnotherVersionIsNotGuessedAt() {
    vault.put("kahuna/shop-2026/window", WINDOW.formatted(true).replace("TO_REPLICA", "SIDEWAYS"));
    assertThat(run("shop-2026", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("can't be read").contains("Nothing was changed.");
  }

  @Test
  void withoutRightsInTheAccountNothingIsChanged() {
    vault.failWith(400);
    assertThat(run("shop-2026", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("AWS Secrets Manager answered 400");
  }

  private int run(String... arguments) {
    System.setIn(new ByteArrayInputStream("shop-2025\n".getBytes(StandardCharsets.UTF_8)));
    var words = new ArrayList<>(List.of(arguments));
    words.addFirst("break-glass");
    return Kahuna.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }
}
