package dev.kahuna.cutover;

import static dev.kahuna.cutover.CutoverUnderLoad.asTheApp;
import static dev.kahuna.cutover.CutoverUnderLoad.failed;
import static dev.kahuna.cutover.CutoverUnderLoad.refusedAsTheApp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.standin.heroku.HerokuFaults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo while Kahuna can't reach the new database, which the dynos reach nevertheless. */
class BrokenPathTest {
  @TempDir Path directory;
  private CutoverTestbed cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = CutoverTestbed.overBreakablePaths(directory);
    await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !cloud.ask(cloud.source, "SELECT count(*) FROM ticks").equals("0"));
  }

  @AfterEach
  void end() {
    cloud.saga.told().forEach(System.out::println);
    cloud.close();
  }

  @Test
  @Survives(
      fault = 39,
      done = "the way to Aurora breaks after the repoint, the dynos' does not, and one has written",
      held = "the replica opens when no dyno is left; the row on Aurora is said, Aurora closed")
  void theOldDatabaseOpensOnlyWhenNoDynoIsLeftOnTheNewOne() throws Exception {
    repointedToAurora();
    writeAsTheApp(cloud.target, "new");
    cloud.paths.orElseThrow().target().down();
    cloud.saga.know(failed("pivot-to-aurora", Leg.TO_AURORA, "too late"));
    undoUntilTheOldOneOpens(Leg.TO_AURORA);
    assertThat(cloud.shop.dynos().list()).isEmpty();
    assertThat(refusedAsTheApp(cloud.target, "new")).isEqualTo("nothing");
    var look =
        "SELECT count(*) FROM pg_logical_slot_peek_binary_changes('kahuna_reverse', NULL, NULL,"
            + " 'proto_version', '1', 'publication_names', 'kahuna_reverse')";
    assertThat(cloud.saga.migration().get(WritesRestored.class, Leg.TO_AURORA).stranded())
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .contains("Aurora could not be reached", "no dyno of shop was left", look));
    assertThat(Integer.parseInt(cloud.ask(cloud.target, look))).isPositive();

    cloud.saga.runUntil(m -> !cloud.shop.maintenance());
    assertThat(cloud.shop.formation()).containsEntry("web", 1).containsEntry("worker", 1);
    assertThat(cloud.shop.config().get("DATABASE_URL"))
        .contains(":" + cloud.paths.orElseThrow().replica().port() + "/");
    cloud.paths.orElseThrow().target().restore();
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(refusedAsTheApp(cloud.target, "new")).contains("not permitted to log in");
    assertThat(cloud.saga.migration().get(CutoverUndone.class).reason())
        // The two of the test, and what the dyno wrote by itself.
        .containsPattern("on Aurora alone: public.ticks \\([2-9] changes\\)");
  }

  @Test
  void whileHerokuCannotTellWhoIsLeftTheOldDatabaseStaysClosed() throws Exception {
    cloud.saga.runUntil(m -> m.has(CutoverPrepared.class, Leg.TO_REPLICA));
    cloud.direct(Leg.TO_REPLICA);
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.paths.orElseThrow().replica().down();
    var gone = new Fault.Answer(503, false);
    cloud.heroku.faults().next(Integer.MAX_VALUE, "GET", "/apps/shop/dynos", gone);
    cloud.saga.know(failed("pivot-to-replica", Leg.TO_REPLICA, "too late"));
    cloud.saga.runUntil(m -> told("restore-writes") >= 3);
    cloud.clock.forward(Duration.ofMinutes(5));
    cloud.saga.runUntil(m -> told("restore-writes") >= 6);
    assertThat(refusedAsTheApp(cloud.source, "p:w")).contains("read-only transaction");
    cloud.heroku.faults().clear();
    cloud.saga.runUntil(m -> m.has(WritesRestored.class, Leg.TO_REPLICA));
    assertThat(cloud.shop.dynos().list()).isEmpty();
  }

  @Test
  @Survives(
      fault = 39,
      done = "the same, and break-glass is told that the new database is gone",
      held = "it opens the old one when no dyno is left, and says what could not be proven")
  void breakGlassOpensTheOldDatabaseOnlyWhenNoDynoIsLeft() throws Exception {
    repointedToAurora();
    cloud.paths.orElseThrow().target().down();
    var said = new ArrayList<String>();
    var dynos = new ArrayList<Integer>();
    cloud
        .breakGlass()
        .end(
            "shop-test",
            true,
            sentence -> {
              said.add(sentence);
              if (sentence.equals("The replica takes writes again.")) {
                dynos.add(cloud.shop.dynos().list().size());
              }
            });
    said.forEach(System.out::println);
    assertThat(dynos).containsExactly(0);
    assertThat(said)
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .contains("Aurora could not be reached", "no dyno of shop was left"));
    assertThat(cloud.shop.formation()).containsEntry("web", 1).containsEntry("worker", 1);
    assertThat(cloud.shop.maintenance()).isFalse();
  }

  private long told(String step) {
    return cloud.saga.told().stream().filter(line -> line.startsWith(step)).count();
  }

  private void repointedToAurora() throws Exception {
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    cloud.replicate();
    cloud.saga.runUntil(m -> m.has(CutoverPrepared.class, Leg.TO_AURORA));
    cloud.direct(Leg.TO_AURORA);
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_AURORA));
  }

  private void undoUntilTheOldOneOpens(Leg leg) {
    cloud.saga.runUntil(m -> told("restore-writes") >= 1);
    cloud.clock.forward(Duration.ofSeconds(11));
    cloud.saga.runUntil(m -> m.has(WritesRestored.class, leg));
  }

  private static void writeAsTheApp(TestPostgres server, String password) throws Exception {
    try (var app = asTheApp(server, password);
        var statement = app.createStatement()) {
      statement.execute("INSERT INTO ticks (worker) VALUES ('a dyno'), ('another')");
    }
  }
}
