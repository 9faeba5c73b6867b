package dev.kahuna.acceptance;

import dev.kahuna.acceptance.FaultPlan.Moment;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.cloud.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Carries out plans one after the other, and notes how long the migration stood still. */
final class Killer {
  private final Cloud cloud;
  private final Deque<FaultPlan> plans;
  private final List<Outage> outages = new ArrayList<>();
  private Optional<Instant> killedAt = Optional.empty();

  /** From a kill to the service's next fact. */
  record Outage(FaultPlan plan, Duration length) {}

  Killer(Cloud cloud, List<FaultPlan> plans) {
    this.cloud = cloud;
    this.plans = new ArrayDeque<>(plans);
    awaitFact();
  }

  /** Waits for the fact before its step begins, for the step may take no time at all. */
  private void awaitFact() {
    if (!plans.isEmpty() && plans.getFirst().moment() == Moment.BEFORE_FACT) {
      var unused =
          cloud.faultProxies().facts().next(plans.getFirst().texts()).thenRun(this::factIsHeld);
    }
  }

  private synchronized void factIsHeld() {
    kill(plans.removeFirst());
    awaitFact();
  }

  /** Called at each fact. */
  synchronized void at(Migration now) {
    var newest = now.history().getLast();
    if (killedAt.isPresent() && newest.source().equals(FaultyMigration.SERVICE)) {
      var length = Duration.between(killedAt.get(), Instant.now());
      outages.add(new Outage(outages.removeLast().plan(), length));
      killedAt = Optional.empty();
    }
    if (killedAt.isEmpty()
        && !plans.isEmpty()
        && plans.getFirst().moment() == Moment.BEFORE_EFFECT
        && plans.getFirst().isDue(now)) {
      kill(plans.removeFirst());
    }
  }

  private void kill(FaultPlan plan) {
    System.out.println("           kill -9: " + plan);
    killedAt = Optional.of(Instant.now());
    outages.add(new Outage(plan, Duration.ZERO));
    cloud.services().first(FaultyMigration.SERVICE).kill();
  }

  /** The plans that are not carried out yet. */
  synchronized List<FaultPlan> remaining() {
    return List.copyOf(plans);
  }

  synchronized List<Outage> outages() {
    return List.copyOf(outages);
  }
}
