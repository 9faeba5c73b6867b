package dev.kahuna.monitor.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.TestSites;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepOutcome.NotYet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that keep more and more on the promoted replica. */
class SlotGuardTest {
  private static final int TENTH = 10;
  private static final int ALL = 100;

  /** Postgres limits slots in whole segments, and the one being written comes on top. */
  private static final double ROOM_AT_MOST = (64 + 16) * (1 << 20);

  private static final String A_SEGMENT =
      "SELECT count(pg_logical_emit_message(false, 'fill', repeat('x', 1000000)))"
          + " FROM generate_series(1, 17)";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TestSites sites;
  private Migration migration;

  @BeforeEach
  void start() throws Exception {
    sites = new TestSites();
    sites.promoteAndSubscribe();
    sites.onTarget("ALTER SUBSCRIPTION kahuna DISABLE");
    await().until(() -> active(sites.replica).equals("f"));
    migration =
        TestSites.fold(
            TestSites.fold(Migration.of(TestSites.MIGRATION), sites.factsOfReplay()),
            sites.factsOfReplication());
  }

  @AfterEach
  void stop() {
    sites.close();
  }

  @Survives(
      fault = 22,
      done = "a slot that nobody reads, on a server with max_slot_wal_keep_size",
      held = "time to full shown as a gauge and in a sentence; the slot given up and said so")
  @Test
  void whatTheServerGivesUpIsSaid() throws Exception {
    sites.replica.execute(
        "ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'",
        "ALTER SYSTEM SET max_wal_size = '32MB'",
        "ALTER SYSTEM SET wal_keep_size = 0",
        "SELECT pg_reload_conf()");
    var guard = guard(TENTH);
    assertThat(sentence(guard.guard(migration))).startsWith("the slots keep");
    sites.replica.execute(A_SEGMENT);
    assertThat(sentence(guard.guard(migration)))
        .contains("at this pace there is no space left in 0 min");
    assertThat(gauge("kahuna.slots.room.bytes")).isBetween(1.0, ROOM_AT_MOST);
    assertThat(gauge("kahuna.slots.full.seconds")).isPositive().isFinite();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              sites.replica.execute(A_SEGMENT, "CHECKPOINT");
              return guard.guard(migration) instanceof Done(SlotGivenUp lost)
                  && lost.slot().equals("kahuna");
            });
  }

  @Survives(
      fault = 22,
      done =
          "a slot that nobody reads, on a server that does not limit it, and a volume nearly full",
      held = "the slots are dropped by Kahuna, while one of them is in use, and it is said")
  @Test
  void whereNothingLimitsSlotsTheyAreDroppedBeforeTheVolumeIsFull() throws Exception {
    var replica = sites.replica;
    assertThat(sentence(guard(TENTH).guard(migration))).startsWith("the slots keep");
    sites.onTarget("ALTER SUBSCRIPTION kahuna ENABLE");
    await().until(() -> active(replica).equals("t"));

    var guard = guard(ALL);
    await()
        .until(
            () ->
                guard.guard(migration) instanceof Done(SlotGivenUp given)
                    && given.reason().contains("volume was nearly full"));
    assertThat(replica.query("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
  }

  private SlotGuard guard(int reserve) {
    return new SlotGuard(sites.databases(), new SlotGauges(meters), reserve, Clock.systemUTC());
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private static String active(TestPostgres replica) {
    return replica.query("SELECT active FROM pg_replication_slots WHERE slot_name = 'kahuna'");
  }

  private static String sentence(StepOutcome outcome) {
    return outcome instanceof NotYet notYet ? notYet.sentence() : outcome.toString();
  }
}
