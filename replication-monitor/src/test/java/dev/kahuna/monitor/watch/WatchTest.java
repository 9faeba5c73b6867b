package dev.kahuna.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicaLost;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.fault.Survives;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.replay.ReplaySettings;
import dev.kahuna.monitor.replay.ReplayWatch;
import dev.kahuna.monitor.replication.ReplicationSettings;
import dev.kahuna.monitor.replication.ReplicationWatch;
import dev.kahuna.monitor.replication.TargetLog;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.request.SecretRef;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepWork;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Follows one migration through replay, promotion, replication, trouble and healing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchTest {

  private final List<Telemetry> samples = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ReplaySettings replaySettings = new ReplaySettings(64 << 10, 3);
  private final ReplicationSettings replicationSettings =
      new ReplicationSettings(Duration.ofSeconds(1), 3, Duration.ofSeconds(30));
  private TestSites sites;
  private ReplayWatch replay;
  private ReplicationWatch replication;
  private Migration migration;

  @BeforeAll
  void start() throws IOException {
    sites = new TestSites();
    var gauges = new LagGauges(meters);
    var heroku = new HerokuPlatform(sites.platformUrl(), HerokuPlatform.TIMEOUT);
    var clock = Clock.systemUTC();
    replay =
        new ReplayWatch(
            sites.databases(),
            new SourceDatabases(heroku, sites.secrets()),
            replaySettings,
            (id, sample) -> samples.add(sample),
            gauges,
            clock);
    replication =
        new ReplicationWatch(
            sites.databases(),
            new TargetLog(
                () -> {
                  throw SdkClientException.create("no RDS here");
                }),
            replicationSettings,
            (id, sample) -> samples.add(sample),
            gauges,
            clock);
    migration = TestSites.fold(Migration.of(TestSites.MIGRATION), sites.factsOfReplay());
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
    assertThat(gauge("kahuna.replay.lag.bytes")).isEqualTo(lag.bytes());
    assertThat(run(replay::awaitCaughtUp)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Order(2)
  void saysThatTheReplicaHasCaughtUp() {
    sites.replica.execute("SELECT pg_wal_replay_resume()");
    assertThat(watchReplayUntil(l -> l.bytes() < 1000).seconds()).isZero();
    var fact = (ReplicaCaughtUp) await(replay::watch, replay::awaitCaughtUp);
    assertThat(fact.attempt()).isEqualTo(1);
    assertThat(fact.lagBytes()).isLessThan(64 * 1024);
    assertThat(run(replay::awaitLost)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Order(3)
  void aRestartedSourceIsPassingTrouble() {
    sites.heroku.stop();
    var outcome = (StepOutcome.NotYet) run(replay::watch);
    assertThat(outcome.sentence()).startsWith("out of reach");
    assertThat(run(replay::awaitCaughtUp)).isInstanceOf(StepOutcome.NotYet.class);
    sites.heroku.restart();
    samples.clear();
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
    var inWindow = TestSites.fold(migration, List.of(prepared));
    sites.heroku.restart();
    assertThat(catchMessage(() -> replay.watch(inWindow))).contains("out of reach");
    assertThat(catchMessage(() -> replay.watch(inWindow)))
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
    assertThat(await(replay::watch, replay::awaitLost)).isEqualTo(new ReplicaLost(1));
    var rebuilding = TestSites.fold(migration, List.of(new ReplicaLost(1)));
    assertThat(rebuilding.attempt(AttemptSeries.REPLICA)).isEqualTo(2);
  }

  @Test
  @Order(6)
  void saysThatReplicationHasCaughtUp() {
    migration = TestSites.fold(migration, sites.factsOfReplication());
    sites.replica.execute("INSERT INTO item VALUES (5000, 'after the slot')");
    var fact = (ReplicationCaughtUp) await(replication::watch, replication::awaitCaughtUp);
    assertThat(fact.tables()).isEqualTo(2);
    var lag = newest(ReplicationLag.class);
    assertThat(lag.seconds()).isBetween(0.0, 1.0);
    assertThat(lag.tables()).isEqualTo(Map.of("ready", 2));
    assertThat(gauge("kahuna.replication.lag.bytes")).isEqualTo(lag.bytes());
    assertThat(gauge("kahuna.slot.retained.bytes")).isPositive();
    assertThat(run(replication::awaitTrouble)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Survives(
      fault = 44,
      done = "the master user's password changes on the server, and later in its secret",
      held = "meanwhile Aurora counts as out of reach, and it is said why; then the watch goes on")
  @Test
  @Order(7)
  void aRotatedPasswordIsReadAgain() {
    sites.target.execute(
        "ALTER ROLE master PASSWORD 'rotated'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'master'");
    assertThat(watchUntilItSays("refuses the password of master")).startsWith("out of reach");
    sites.vault.put("target", "{\"username\":\"master\",\"password\":\"rotated\"}");
    samples.clear();
    watchReplicationUntil(l -> l.tables().equals(Map.of("ready", 2)));
  }

  @Survives(
      fault = 19,
      done = "a row that is already on the target comes again, and again",
      held = "trouble with Postgres's own reason; healed when the row is gone; nothing is skipped")
  @Test
  @Order(8)
  void seesAnApplyErrorAsTroubleAndItsHealing() {
    sites.onTarget("INSERT INTO item VALUES (6000, 'in the way')");
    sites.replica.execute("INSERT INTO item VALUES (6000, 'conflicting')");
    var trouble = (ReplicationTroubled) await(replication::watch, replication::awaitTrouble);
    assertThat(trouble.number()).isEqualTo(1);
    assertThat(trouble.reason()).contains("apply worker on Aurora keeps failing");
    assertThat(newest(ReplicationLag.class).seconds()).isPositive();

    migration = TestSites.fold(migration, List.of(trouble));
    assertThat(run(replication::awaitHealing)).isInstanceOf(StepOutcome.NotYet.class);
    sites.onTarget("DELETE FROM item WHERE id = 6000");
    var healed = (ReplicationHealed) await(replication::watch, replication::awaitHealing);
    assertThat(healed.number()).isEqualTo(1);
    migration = TestSites.fold(migration, List.of(healed));
    assertThat(run(replication::awaitTrouble)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Order(9)
  void seesATableThatIsNotReady() {
    // Its copy cannot begin until the role may read it.
    sites.replica.execute("CREATE TABLE late (id int PRIMARY KEY)", "INSERT INTO late VALUES (1)");
    sites.onTarget(
        "CREATE TABLE late (id int PRIMARY KEY)",
        "ALTER SUBSCRIPTION kahuna REFRESH PUBLICATION WITH (copy_data = true)");
    watchReplicationUntil(l -> l.tables().getOrDefault("ready", 0) == 2 && l.tables().size() > 1);
    assertThat(run(replication::awaitCaughtUp)).isInstanceOf(StepOutcome.NotYet.class);
    sites.replica.execute("GRANT SELECT ON late TO kahuna_replication");
    watchReplicationUntil(l -> l.tables().equals(Map.of("ready", 3)));
  }

  @Survives(fault = 18, done = "the slot is dropped on a real replica", held = "seen and said")
  @Test
  @Order(10)
  void seesThatTheSlotIsGone() {
    sites.onTarget("ALTER SUBSCRIPTION kahuna DISABLE");
    Awaitility.await("walsender gone")
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> sites.replica.query("SELECT active FROM pg_replication_slots").equals("f"));
    sites.replica.execute("SELECT pg_drop_replication_slot('kahuna')");
    var trouble = (ReplicationTroubled) await(replication::watch, replication::awaitTrouble);
    assertThat(trouble.number()).isEqualTo(2);
    assertThat(trouble.reason()).contains("Run 'kahuna copy-again'");
  }

  private ReplayLag watchReplayUntil(Predicate<ReplayLag> enough) {
    return watchUntil(replay::watch, ReplayLag.class, enough);
  }

  private String watchUntilItSays(String words) {
    return Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> catchMessage(() -> replication.watch(migration)),
            sentence -> sentence.contains(words));
  }

  private void watchReplicationUntil(Predicate<ReplicationLag> enough) {
    watchUntil(replication::watch, ReplicationLag.class, enough);
  }

  private <T extends Telemetry> T watchUntil(StepWork watch, Class<T> type, Predicate<T> enough) {
    Awaitility.await("sample of " + type.getSimpleName())
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(100, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              watch.run(migration);
              return samples.stream().anyMatch(type::isInstance) && enough.test(newest(type));
            });
    return newest(type);
  }

  /** Watches until the other step makes its fact. */
  private Object await(StepWork watch, StepWork awaited) {
    return Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .until(
                    () -> {
                      watch.run(migration);
                      return awaited.run(migration);
                    },
                    StepOutcome.Done.class::isInstance)
            instanceof StepOutcome.Done(var fact)
        ? fact
        : "nothing";
  }

  private StepOutcome run(StepWork work) {
    try {
      return work.run(migration);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String catchMessage(Callable<StepOutcome> work) {
    try {
      return work.call() instanceof StepOutcome.NotYet notYet ? notYet.sentence() : "";
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }

  private <T extends Telemetry> T newest(Class<T> type) {
    return samples.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private double gauge(String name) {
    return meters.get(name).tag("migration", TestSites.MIGRATION).gauge().value();
  }
}
