package dev.kahuna.cutover;

import static dev.kahuna.cutover.CutoverUnderLoad.failed;
import static dev.kahuna.cutover.CutoverUnderLoad.refusedAsTheApp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.cutover.breakglass.BreakGlass.Finding;
import dev.kahuna.cutover.window.StaleWindowGuard;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import dev.kahuna.standin.heroku.HerokuFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window whose services are gone, ended by hand; then the services come back. */
class BreakGlassOnStandInsTest {
  private static final String ID = "shop-test";

  @TempDir Path directory;
  private CutoverUnderLoad load;
  private CutoverTestbed cloud;

  @BeforeEach
  void start() throws Exception {
    load = new CutoverUnderLoad(directory, 50);
    cloud = load.cloud;
  }

  @AfterEach
  void end() throws Exception {
    load.end();
  }

  @Test
  @Survives(
      fault = 7,
      done = "the log is gone at three moments of the window to the replica; break-glass, twice",
      held = "the app is on Heroku's database, all as saved; the services undo without a pivot")
  void beforeThePivotEverythingGoesBack() throws Exception {
    assertThat(cloud.breakGlass().look(ID)).isEqualTo(new Finding.NothingToDo());
    assertThat(cloud.breakGlass().look("other")).isEqualTo(new Finding.Unknown());
    var moments =
        List.<Class<? extends MigrationEvent>>of(
            CutoverStarted.class, SourceFenced.class, StandbyFrozen.class);
    var attempt = 1;
    for (var moment : moments) {
      cloud.saga.runUntil(m -> m.has(moment, Leg.TO_REPLICA));
      assertThat(broken()).contains("Heroku's database takes writes again.");
      load.assertTheAppRunsOn(cloud.source);
      assertThat(refusedAsTheApp(cloud.replica, "p:w")).contains("read-only transaction");
      assertThat(cloud.shop.config()).containsEntry("DATABASE_URL", cloud.sourceUrl());
      broken();
      load.assertTheAppRunsOn(cloud.source);
      cloud.clock.forward(StaleWindowGuard.PAUSE.plusMillis(1));
      assertThat(undone(Leg.TO_REPLICA, attempt)).contains("was taken back");
      load.assertTheAppRunsOn(cloud.source);
      assertThat(cloud.breakGlass().look(ID)).isEqualTo(new Finding.NothingToDo());
      cloud.saga.know(new CutoverApproved(Leg.TO_REPLICA, ++attempt));
    }
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    load.assertTheAppRunsOn(cloud.replica);
  }

  @Test
  void afterTheRepointTheReplicaIsClosedBeforeTheOldDatabaseOpens() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    assertThat(broken())
        .containsSubsequence(
            "The replica is closed to the app.",
            "Heroku's database takes writes again.",
            "shop has the DATABASE_URL of Heroku's database; its web dynos run on it.",
            "shop is out of maintenance, and runs worker=1.");
    load.assertTheAppRunsOn(cloud.source);
    assertThat(cloud.shop.config()).containsEntry("DATABASE_URL", cloud.sourceUrl());
    assertThat(refusedAsTheApp(cloud.replica, "p:w")).contains("not permitted to log in");
    assertThat(undone(Leg.TO_REPLICA, 1)).startsWith("pivot-to-replica");
    load.assertTheAppRunsOn(cloud.source);
    assertThat(cloud.saga.migration().history())
        .noneMatch(fact -> fact.event() instanceof PivotReached);
  }

  @Test
  void aServiceThatWasNeverGoneDoesNotRepointAnAppThatWasTakenBack() throws Exception {
    cloud.saga.runUntil(m -> m.has(SlotCreated.class, Leg.TO_REPLICA));
    broken();
    assertThat(undone(Leg.TO_REPLICA, 1))
        .startsWith("repoint-to-replica: The window was taken back");
    assertThat(cloud.shop.config()).containsEntry("DATABASE_URL", cloud.sourceUrl());
    load.assertTheAppRunsOn(cloud.source);
  }

  @Test
  @Survives(
      fault = 7,
      done = "the log is gone just when the pivot is decided; break-glass, then the services again",
      held = "the app goes forward, Heroku's database stays closed, and the log follows")
  void afterThePivotEverythingGoesForward() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.saga.loseTheFactOf("pivot-to-replica");
    for (var time = 1; time <= 2; time++) {
      assertThat(broken())
          .contains("Heroku's database stays closed, and the replica takes the app's writes.");
      load.assertTheAppRunsOn(cloud.replica);
      assertThat(refusedAsTheApp(cloud.source, "p:w")).contains("read-only transaction");
    }
    cloud.saga.know(failed("pivot-to-replica", Leg.TO_REPLICA, "the budget is used up"));
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    load.assertTheAppRunsOn(cloud.replica);
    assertThat(cloud.breakGlass().look(ID)).isEqualTo(new Finding.NothingToDo());
  }

  @Test
  void theWindowsToAuroraAndFromThereGoWhereTheirPivotSays() throws Exception {
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    cloud.replicate();
    theWindowToAuroraGoesBackToTheReplica();
    cloud.saga.know(new CutoverApproved(Leg.TO_AURORA, 2));
    theWindowToAuroraGoesForwardToAurora();
    cloud.saga.runUntil(m -> m.has(MigrationCompleted.class));
    cloud.saga.know(new RollbackRequested("the new release misbehaves"));
    theWindowBackFromAuroraGoesBackToAurora();
  }

  private void theWindowToAuroraGoesBackToTheReplica() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_AURORA));
    assertThat(broken())
        .contains("Aurora is closed to the app.", "The replica takes writes again.");
    load.assertTheAppRunsOn(cloud.replica);
    assertThat(refusedAsTheApp(cloud.target, "new")).contains("not permitted to log in");
    assertThat(refusedAsTheApp(cloud.source, "p:w")).contains("read-only transaction");
    assertThat(undone(Leg.TO_AURORA, 1)).contains("was taken back");
    load.assertTheAppRunsOn(cloud.replica);
  }

  private void theWindowToAuroraGoesForwardToAurora() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_AURORA));
    cloud.saga.loseTheFactOf("pivot-to-aurora");
    broken();
    load.assertTheAppRunsOn(cloud.target);
    assertThat(refusedAsTheApp(cloud.replica, "p:w")).contains("not permitted to log in");
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_AURORA));
    load.assertTheAppRunsOn(cloud.target);
  }

  private void theWindowBackFromAuroraGoesBackToAurora() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.BACK_TO_REPLICA));
    assertThat(broken())
        .contains("The replica is closed to the app.", "Aurora takes writes again.");
    load.assertTheAppRunsOn(cloud.target);
    assertThat(refusedAsTheApp(cloud.replica, "p:w")).contains("not permitted to log in");
    assertThat(undone(Leg.BACK_TO_REPLICA, 1)).contains("was taken back");
    load.assertTheAppRunsOn(cloud.target);
  }

  @Test
  void whatDoesNotAnswerIsSaidBeforeAnythingIsChanged() throws Exception {
    cloud.saga.runUntil(m -> m.has(SourceFenced.class, Leg.TO_REPLICA));
    cloud.heroku.faults().next(1, "GET", "/apps/shop", new HerokuFaults.Fault.Answer(503, false));
    assertThatThrownBy(this::broken).hasMessageContaining("Heroku answered 503");
    var token = cloud.heroku.token();
    cloud.secrets.put("token", "wrong");
    assertThatThrownBy(this::broken).isInstanceOf(Rejected.class).hasMessageContaining("401");
    cloud.secrets.put("token", token);
    cloud.replica.close();
    assertThatThrownBy(this::broken)
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("The replica can't be reached from here")
        .hasMessageContaining("--new-is-gone");
    assertThat(cloud.shop.maintenance()).isTrue();
    assertThat(refusedAsTheApp(cloud.source, "p:w")).contains("read-only transaction");
    var said = new ArrayList<String>();
    cloud.breakGlass().end(ID, true, said::add);
    assertThat(said)
        .anySatisfy(it -> assertThat(it).startsWith("The replica could not be reached"));
    load.assertTheAppRunsOn(cloud.source);
  }

  private List<String> broken() throws Exception {
    var said = new ArrayList<String>();
    assertThat(cloud.breakGlass().look(ID)).isInstanceOf(Finding.OpenWindow.class);
    cloud.breakGlass().end(ID, false, said::add);
    said.forEach(System.out::println);
    return said;
  }

  /** The services come back; returns why they undid the window. */
  private String undone(Leg leg, int attempt) {
    var about = leg.name() + "#" + attempt;
    cloud.saga.runUntil(m -> m.find(CutoverAborted.class, leg.name()).isPresent());
    cloud.clock.forward(Duration.ofSeconds(5));
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class, about));
    return cloud.saga.migration().find(CutoverUndone.class, about).orElseThrow().reason();
  }
}
