package dev.kahuna.monitor.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.fault.Survives;
import dev.kahuna.monitor.watch.TestSites;
import dev.kahuna.monitor.watch.WatchUnderTest;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** Follows one migration through replication, trouble and healing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicationWatchTest {

  private final ReplicationSettings settings =
      new ReplicationSettings(Duration.ofSeconds(1), 3, Duration.ofSeconds(30));
  private TestSites sites;
  private WatchUnderTest watching;
  private ReplicationWatch replication;

  @BeforeAll
  void start() throws IOException {
    sites = new TestSites();
    watching = new WatchUnderTest();
    replication =
        new ReplicationWatch(
            sites.databases(),
            new TargetLog(
                () -> {
                  throw SdkClientException.create("no RDS here");
                }),
            settings,
            (id, sample) -> watching.samples.add(sample),
            watching.gauges,
            Clock.systemUTC());
    sites.promoteAndSubscribe();
    watching.know(sites.factsOfReplay());
    watching.know(sites.factsOfReplication());
  }

  @AfterAll
  void stop() {
    sites.close();
  }

  @Test
  @Order(1)
  void saysThatReplicationHasCaughtUp() {
    sites.replica.execute("INSERT INTO item VALUES (5000, 'after the slot')");
    var fact = (ReplicationCaughtUp) watching.await(replication::watch, replication::awaitCaughtUp);
    assertThat(fact.tables()).isEqualTo(2);
    var lag = watching.newest(ReplicationLag.class);
    assertThat(lag.seconds()).isBetween(0.0, 1.0);
    assertThat(lag.tables()).isEqualTo(Map.of("ready", 2));
    assertThat(watching.gauge("kahuna.replication.lag.bytes")).isEqualTo(lag.bytes());
    assertThat(watching.gauge("kahuna.slot.retained.bytes")).isPositive();
    assertThat(watching.run(replication::awaitTrouble)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Survives(
      fault = 44,
      done = "the master user's password changes on the server, and later in its secret",
      held = "meanwhile Aurora counts as out of reach, and it is said why; then the watch goes on")
  @Test
  @Order(2)
  void aRotatedPasswordIsReadAgain() {
    sites.target.execute(
        "ALTER ROLE master PASSWORD 'rotated'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'master'");
    assertThat(watchUntilItSays("refuses the password of master")).startsWith("out of reach");
    sites.vault.put("target", "{\"username\":\"master\",\"password\":\"rotated\"}");
    watching.samples.clear();
    watchReplicationUntil(l -> l.tables().equals(Map.of("ready", 2)));
  }

  @Survives(
      fault = 19,
      done = "a row that is already on the target comes again, and again",
      held = "trouble with Postgres's own reason; healed when the row is gone; nothing is skipped")
  @Test
  @Order(3)
  void seesAnApplyErrorAsTroubleAndItsHealing() {
    sites.onTarget("INSERT INTO item VALUES (6000, 'in the way')");
    sites.replica.execute("INSERT INTO item VALUES (6000, 'conflicting')");
    var trouble =
        (ReplicationTroubled) watching.await(replication::watch, replication::awaitTrouble);
    assertThat(trouble.number()).isEqualTo(1);
    assertThat(trouble.reason()).contains("apply worker on Aurora keeps failing");
    assertThat(watching.newest(ReplicationLag.class).seconds()).isPositive();

    watching.know(List.of(trouble));
    assertThat(watching.run(replication::awaitHealing)).isInstanceOf(StepOutcome.NotYet.class);
    sites.onTarget("DELETE FROM item WHERE id = 6000");
    var healed = (ReplicationHealed) watching.await(replication::watch, replication::awaitHealing);
    assertThat(healed.number()).isEqualTo(1);
    watching.know(List.of(healed));
    assertThat(watching.run(replication::awaitTrouble)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Order(4)
  void seesATableThatIsNotReady() {
    // Its copy cannot begin until the role may read it.
    sites.replica.execute("CREATE TABLE late (id int PRIMARY KEY)", "INSERT INTO late VALUES (1)");
    sites.onTarget(
        "CREATE TABLE late (id int PRIMARY KEY)",
        "ALTER SUBSCRIPTION kahuna REFRESH PUBLICATION WITH (copy_data = true)");
    watchReplicationUntil(l -> l.tables().getOrDefault("ready", 0) == 2 && l.tables().size() > 1);
    assertThat(watching.run(replication::awaitCaughtUp)).isInstanceOf(StepOutcome.NotYet.class);
    sites.replica.execute("GRANT SELECT ON late TO kahuna_replication");
    watchReplicationUntil(l -> l.tables().equals(Map.of("ready", 3)));
  }

  @Survives(fault = 18, done = "the slot is dropped on a real replica", held = "seen and said")
  @Test
  @Order(5)
  void seesThatTheSlotIsGone() {
    sites.onTarget("ALTER SUBSCRIPTION kahuna DISABLE");
    Awaitility.await("walsender gone")
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> sites.replica.query("SELECT active FROM pg_replication_slots").equals("f"));
    sites.replica.execute("SELECT pg_drop_replication_slot('kahuna')");
    var trouble =
        (ReplicationTroubled) watching.await(replication::watch, replication::awaitTrouble);
    assertThat(trouble.number()).isEqualTo(2);
    assertThat(trouble.reason()).contains("Run 'kahuna copy-again'");
  }

  @Test
  @Order(6)
  void whatWasMeasuredOfACopySaysNothingOfTheNext() {
    var troubled = new ReplicationTroubled(2, "the slot is gone");
    watching.know(
        List.of(
            troubled,
            new CopyGivenUp(1, "another copy", List.of(AttemptSeries.TROUBLE.attempt(2)))));
    assertThat(watching.run(replication::awaitTrouble)).isInstanceOf(StepOutcome.NotYet.class);
    assertThat(watching.run(replication::awaitCaughtUp))
        .isInstanceOfSatisfying(
            StepOutcome.NotYet.class,
            wait -> assertThat(wait.toString()).contains("not measured yet"));
  }

  private String watchUntilItSays(String words) {
    return Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> WatchUnderTest.catchMessage(() -> replication.watch(watching.migration())),
            sentence -> sentence.contains(words));
  }

  private void watchReplicationUntil(Predicate<ReplicationLag> enough) {
    watching.watchUntil(replication::watch, ReplicationLag.class, enough);
  }
}
