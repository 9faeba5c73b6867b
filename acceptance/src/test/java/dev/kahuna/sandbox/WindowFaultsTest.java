package dev.kahuna.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.service.ServiceProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to services, Kafka and databases while writes are blocked. */
@Tag("faults")
class WindowFaultsTest {
  private static final String BUDGET = "120s";

  /** 8 s are promised; a machine that does everything else besides takes longer at times. */
  private static final Duration TAKEOVER = Duration.ofSeconds(15);

  @Test
  @Survives(
      fault = 9,
      done =
          "the instance that serves the window to the replica stopped, and woken once the other"
              + " served it",
      held = "the other went on; the woken one said and changed nothing")
  @Survives(
      fault = 3,
      done = "the instance that serves the window to Aurora killed -9 for good, another one lives",
      held = "the other went on within the budget; the migration completed")
  void oneOfTwoInstancesIsStoppedAndLaterOneIsKilled() throws Exception {
    try (var migration = new FaultyMigration()) {
      var services = migration.cloud().services();
      services.second(FaultyMigration.SERVICE);
      services.awaitReady();
      var stopped = new AtomicReference<ServiceProcess>();
      var killedAt = new AtomicReference<Instant>();
      migration.request(
          BUDGET,
          now -> {
            var newest = now.history().getLast();
            if (isAt(now, SourceFenced.class, Leg.TO_REPLICA)) {
              stopped.set(services.whoSaid(newest));
              Instances.signal(stopped.get(), "STOP");
            } else if (isAt(now, TargetDrained.class, Leg.TO_AURORA)) {
              killedAt.set(Instant.now());
              services.whoSaid(newest).killForGood();
            } else if (stopped.get() != null && newest.source().equals(FaultyMigration.SERVICE)) {
              Instances.signal(stopped.getAndSet(null), "CONT");
            }
          });
      var end = Goal.reach(migration, m -> m.has(MigrationCompleted.class));
      Goal.checkGuarantees(migration);
      var takeover = Instances.untilNextFact(killedAt.get(), end.history());
      System.out.printf("takeoverMillis %d%n", takeover.toMillis());
      assertThat(takeover).isLessThan(TAKEOVER);
    }
  }

  @Test
  @Survives(
      fault = 10,
      done = "Heroku's database out of reach for 3 s when traffic had stopped",
      held = "the fence was tried again within the budget; no write was lost")
  @Survives(
      fault = 7,
      done = "Kafka out of reach for 10 s inside the window to Aurora",
      held = "the window went on when Kafka was back; no fact was said twice")
  void herokusDatabaseAndKafkaAreOutOfReachForAWhile() throws Exception {
    try (var migration = new FaultyMigration()) {
      var ways = migration.cloud().detours();
      migration.request(
          BUDGET,
          now -> {
            if (isAt(now, TrafficStopped.class, Leg.TO_REPLICA)) {
              ways.source().down();
              after(3, ways.source()::restore);
            } else if (isAt(now, SourceFenced.class, Leg.TO_AURORA)) {
              ways.kafka().down();
              after(10, ways.kafka()::restore);
            }
          });
      Goal.reach(migration, m -> m.has(MigrationCompleted.class));
      Goal.checkGuarantees(migration);
    }
  }

  private static boolean isAt(
      Migration now, Class<? extends dev.kahuna.event.CutoverEvent> type, Leg leg) {
    var newest = now.history().getLast().event();
    return type.isInstance(newest) && newest.about().equals(leg.name());
  }

  private static void after(int seconds, Runnable act) {
    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(act);
  }
}
