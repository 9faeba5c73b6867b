package dev.kahuna.monitor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicaLost;
import dev.kahuna.fault.Survives;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.monitor.watch.TestSites;
import dev.kahuna.monitor.watch.WatchUnderTest;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.request.SecretRef;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Follows one migration through replay, up to a promotion outside a window. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayWatchTest {

  private final ReplaySettings settings = new ReplaySettings(64 << 10, 3);
  private TestSites sites;
  private WatchUnderTest watching;
  private ReplayWatch replay;

  @BeforeAll
  void start() throws IOException {
    sites = new TestSites();
    watching = new WatchUnderTest();
    var heroku = new HerokuPlatform(sites.platformUrl(), HerokuPlatform.TIMEOUT);
    replay =
        new ReplayWatch(
            sites.databases(),
            new SourceDatabases(heroku, sites.secrets()),
            settings,
            (id, sample) -> watching.samples.add(sample),
            watching.gauges,
            Clock.systemUTC());
    watching.know(sites.factsOfReplay());
  }

  @AfterAll
  void stop() {
    sites.close();
  }

  @Test
  @Order(1)
  void seesReplayFallBehind() {
    watchReplayUntil(l -> l.bytes() < 1000);
    sites.replica.execute("SELECT pg_wal_replay_pause()");
    sites.heroku.execute(
        "INSERT INTO item SELECT n, repeat('x', 100) FROM generate_series(1, 2000) n");
    var lag = watchReplayUntil(l -> l.bytes() > 100_000 && l.seconds() > 1);
    assertThat(lag.standbyBytes()).isNotNegative();
    sites.standby.stop();
    assertThat(watchReplayUntil(l -> l.standbyBytes() < 0).bytes()).isPositive();
    assertThat(watching.gauge("kahuna.replay.lag.bytes")).isEqualTo(lag.bytes());
    assertThat(watching.run(replay::awaitCaughtUp)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Order(2)
  void saysThatTheReplicaHasCaughtUp() {
    sites.replica.execute("SELECT pg_wal_replay_resume()");
    assertThat(watchReplayUntil(l -> l.bytes() < 1000).seconds()).isZero();
    var fact = (ReplicaCaughtUp) watching.await(replay::watch, replay::awaitCaughtUp);
    assertThat(fact.attempt()).isEqualTo(1);
    assertThat(fact.lagBytes()).isLessThan(64 * 1024);
    assertThat(watching.run(replay::awaitLost)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Order(3)
  void aRestartedSourceIsPassingTrouble() {
    sites.heroku.stop();
    var outcome = (StepOutcome.NotYet) watching.run(replay::watch);
    assertThat(outcome.sentence()).startsWith("out of reach");
    assertThat(watching.run(replay::awaitCaughtUp)).isInstanceOf(StepOutcome.NotYet.class);
    sites.heroku.restart();
    watching.samples.clear();
    watchReplayUntil(l -> l.bytes() >= 0);
  }

  @Test
  @Order(4)
  void insideTheWindowTheSavedUrlCounts() {
    var url = new PostgresUrl(sites.heroku.endpoint(), new Credentials.Password("app", "wrong"));
    sites.vault.put("saved", url.format());
    var app = new SavedApp("shop", "DATABASE_URL", SecretRef.aws("saved"), "", "", Map.of());
    var prepared =
        new CutoverPrepared(Leg.TO_REPLICA, 1, List.of(app), SecretRef.aws("unused"), List.of());
    var inWindow = TestSites.fold(watching.migration(), List.of(prepared));
    sites.heroku.restart();
    assertThat(WatchUnderTest.catchMessage(() -> replay.watch(inWindow))).contains("out of reach");
    assertThat(WatchUnderTest.catchMessage(() -> replay.watch(inWindow)))
        .contains("password authentication failed");
  }

  @Survives(
      fault = 42,
      done = "the replica is promoted outside a window",
      held = "it is seen and said, and the fact lets it be built again")
  @Test
  @Order(5)
  void aPromotedReplicaIsLost() {
    sites.promoteAndSubscribe();
    assertThat(watching.await(replay::watch, replay::awaitLost)).isEqualTo(new ReplicaLost(1));
    var rebuilding = TestSites.fold(watching.migration(), List.of(new ReplicaLost(1)));
    assertThat(rebuilding.attempt(AttemptSeries.REPLICA)).isEqualTo(2);
  }

  private ReplayLag watchReplayUntil(Predicate<ReplayLag> enough) {
    return watching.watchUntil(replay::watch, ReplayLag.class, enough);
  }
}
