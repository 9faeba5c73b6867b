package dev.kahuna.cutover;

import static dev.kahuna.cutover.CutoverUnderLoad.asTheApp;
import static dev.kahuna.cutover.CutoverUnderLoad.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live app on Aurora, moved back to the replica with all that it wrote. */
class WayBackOnStandInsTest {
  private static final String SLOTS = "SELECT count(*) FROM pg_replication_slots";

  @TempDir Path directory;
  private CutoverUnderLoad load;
  private CutoverTestbed cloud;

  @BeforeEach
  void start() throws Exception {
    load = new CutoverUnderLoad(directory, 100);
    cloud = load.cloud;
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    cloud.replicate();
  }

  @AfterEach
  void end() throws Exception {
    load.end();
  }

  @Test
  void nothingWrittenOnAuroraIsLost() throws Exception {
    writeOnAurora(1_000);
    assertThat(cloud.ask(cloud.replica, SLOTS)).isEqualTo("0");
    cloud.saga.know(new RollbackRequested("the new release misbehaves"));
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.BACK_TO_REPLICA));
    undo();
    assertTheAppWritesTo(cloud.target);

    cloud.saga.know(new CutoverApproved(Leg.BACK_TO_REPLICA, 2));
    cloud.saga.runUntil(m -> m.has(ReverseReplicationDropped.class));
    assertTheAppWritesTo(cloud.replica);
    assertThat(canLogIn(cloud.target)).isEqualTo("f");
    load.writer.stop();
    load.assertEveryAcknowledgedWriteIsOn(cloud.replica);
    assertThat(cloud.ask(cloud.target, SLOTS)).isEqualTo("0");
    assertThat(cloud.ask(cloud.replica, "SELECT count(*) FROM pg_subscription")).isEqualTo("0");
    assertThat(
            cloud.ask(
                cloud.replica,
                "SELECT nextval(pg_get_serial_sequence('ticks', 'id')) > max(id) FROM ticks"))
        .isEqualTo("t");
  }

  @Survives(
      fault = 38,
      done = "a table is made on Aurora, then the migration is rolled back",
      held = "no window opens, and the table is named")
  @Survives(
      fault = 37,
      done =
          "the app updates and deletes on Aurora in a table without a key, as the frozen standby had it",
      held = "it works, reaches the replica, and works in a table made later as well")
  @Test
  void tablesWithoutAKeyTakeEveryChangeOnAurora() throws Exception {
    for (var server : List.of(cloud.replica, cloud.target)) {
      cloud.execute(server, "CREATE TABLE keyless (a int)");
      cloud.execute(server, "ALTER TABLE keyless OWNER TO app");
    }
    cloud.execute(cloud.replica, "INSERT INTO keyless VALUES (1), (2)");
    cloud.execute(cloud.target, "DROP EVENT TRIGGER IF EXISTS kahuna_identity");
    cloud.execute(cloud.target, "ALTER TABLE keyless REPLICA IDENTITY DEFAULT");
    cloud.execute(cloud.target, "ALTER SUBSCRIPTION kahuna REFRESH PUBLICATION");
    await()
        .until(
            () ->
                cloud
                    .ask(
                        cloud.target,
                        "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'")
                    .equals("0"));
    cloud.saga.runUntil(m -> m.has(MigrationCompleted.class));
    try (var app = asTheApp(cloud.target, "new");
        var statement = app.createStatement()) {
      statement.execute("UPDATE keyless SET a = 7 WHERE a = 1");
      statement.execute("DELETE FROM keyless WHERE a = 2");
      statement.execute("CREATE TABLE later AS SELECT 1 AS a");
      statement.execute("UPDATE later SET a = 2");
      statement.execute("DELETE FROM later");
    }
    await()
        .until(
            () -> cloud.ask(cloud.replica, "SELECT string_agg(a::text, ' ') FROM keyless"),
            "7"::equals);

    cloud.saga.know(new RollbackRequested("the new release misbehaves"));
    cloud.saga.runUntil(
        m -> cloud.saga.told().stream().anyMatch(l -> l.contains("public.later is missing")));
    assertThat(cloud.saga.migration().has(CutoverStarted.class, Leg.BACK_TO_REPLICA)).isFalse();
    assertTheAppWritesTo(cloud.target);
  }

  @Test
  void anUndoneWindowLeavesNothingOfTheWayBackAndAReleaseEndsIt() throws Exception {
    cloud.saga.runUntil(m -> m.has(ReverseReplicationStarted.class));
    cloud.saga.know(failed("repoint-to-aurora", Leg.TO_AURORA, "too late"));
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(cloud.ask(cloud.target, SLOTS)).isEqualTo("0");
    assertThat(cloud.ask(cloud.target, "SELECT count(*) FROM pg_publication")).isEqualTo("0");
    assertThat(cloud.ask(cloud.replica, "SELECT count(*) FROM pg_subscription")).isEqualTo("0");

    writeOnAurora(20);
    cloud.saga.know(new ReleaseRequested());
    cloud.saga.runUntil(m -> m.has(ReverseReplicationDropped.class));
    assertThat(cloud.ask(cloud.target, SLOTS)).isEqualTo("0");
    assertTheAppWritesTo(cloud.target);
  }

  private void writeOnAurora(int writes) {
    cloud.saga.runUntil(m -> m.has(MigrationCompleted.class));
    var before = load.writer.acknowledged().size();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> load.writer.acknowledged().size() >= before + writes);
  }

  private void undo() throws SQLException {
    cloud.saga.know(failed("pivot-back-to-replica", Leg.BACK_TO_REPLICA, "too late"));
    cloud.saga.runUntil(m -> m.find(CutoverUndone.class, "BACK_TO_REPLICA#1").isPresent());
    assertThat(canLogIn(cloud.replica)).isEqualTo("f");
  }

  private String canLogIn(TestPostgres server) throws SQLException {
    return cloud.ask(server, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'app'");
  }

  private void assertTheAppWritesTo(TestPostgres server) {
    assertThat(cloud.shop.config().get("DATABASE_URL"))
        .contains(":" + server.endpoint().port() + "/");
    assertThat(cloud.shop.maintenance()).isFalse();
    var soFar = load.writer.acknowledged().size();
    await().until(() -> load.writer.acknowledged().size() > soFar + 20);
  }
}
