package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.Leg;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.standin.load.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** A {@link CutoverTestbed} whose app is written to all the time, and what a test asks of both. */
final class CutoverUnderLoad {
  final CutoverTestbed cloud;
  final SagaByHand saga;
  final Writer writer;

  /**
   * Returns once the app acknowledges writes.
   *
   * @param writesPerSecond that are sent to the app
   */
  CutoverUnderLoad(Path directory, int writesPerSecond) throws Exception {
    cloud = new CutoverTestbed(directory);
    saga = cloud.saga;
    writer = new Writer(cloud.shop.webUrl(), Clock.systemUTC());
    writer.start(writesPerSecond);
    await().until(() -> writer.acknowledged().size() > 20);
    await().until(() -> !cloud.ask(cloud.source, "SELECT count(*) FROM ticks").equals("0"));
  }

  /** That the app takes writes, out of maintenance and with its processes as before the window. */
  void assertTheAppRuns() {
    assertThat(cloud.shop.maintenance()).isFalse();
    assertThat(cloud.shop.formation()).containsEntry("web", 1).containsEntry("worker", 1);
    var soFar = writer.acknowledged().size();
    await().until(() -> writer.acknowledged().size() > soFar + 20);
  }

  /** That the app takes writes, and that this server has all that were ever acknowledged. */
  void assertTheAppRunsOn(TestPostgres server) throws SQLException {
    assertThat(cloud.shop.config().get("DATABASE_URL"))
        .contains(":" + server.endpoint().port() + "/");
    assertTheAppRuns();
    assertEveryAcknowledgedWriteIsOn(server);
  }

  void assertEveryAcknowledgedWriteIsOn(TestPostgres server) throws SQLException {
    var acknowledged =
        writer.acknowledged().stream().map(write -> write.request().toString()).toList();
    var missing =
        "SELECT count(*) FROM unnest('{%s}'::text[]) AS a (id)"
            + " WHERE (SELECT count(*) FROM draws WHERE request_id = a.id) <> 1";
    assertThat(cloud.ask(server, missing.formatted(String.join(",", acknowledged))))
        .as("lost or doubled of %d", acknowledged.size())
        .isEqualTo("0");
  }

  static Connection asTheApp(TestPostgres server, String password) throws SQLException {
    return Databases.open(
        server.endpoint().withDatabase("app"),
        new Credentials.Password("app", password),
        server.trust(),
        PostgresOptions.of("test"));
  }

  /** Why the app can't write there. */
  static String refusedAsTheApp(TestPostgres server, String password) {
    try (var connection = asTheApp(server, password);
        var statement = connection.createStatement()) {
      statement.execute("INSERT INTO ticks (worker) VALUES ('me')");
      return "nothing";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The failure of a step in a leg's first attempt. */
  static StepFailed failed(String step, Leg leg, String reason) {
    return new StepFailed(
        step,
        1,
        FailureKind.UNAVAILABLE,
        reason,
        Optional.of(new StepFailed.CutoverAttempt(leg, 1)));
  }

  /** Prints what the steps did, and ends everything. */
  void end() throws Exception {
    saga.told().forEach(System.out::println);
    writer.close();
    cloud.close();
  }
}
