package dev.kahuna.bench.cutover;

import dev.kahuna.event.CutoverEvent;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.sandbox.cloud.Cloud;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Kills cutover-service in the middle of a window, or does not, as chance will have it. */
final class Kills {
  static final String SERVICE = "cutover-service";

  private static final List<Class<? extends CutoverEvent>> MOMENTS =
      List.of(
          CutoverStarted.class,
          TrafficStopped.class,
          SourceFenced.class,
          AppRepointed.class,
          PivotReached.class);

  private final Cloud cloud;
  private final Map<Leg, Class<? extends CutoverEvent>> due = new EnumMap<>(Leg.class);
  private final Map<Leg, Instant> killed = new EnumMap<>(Leg.class);

  /**
   * @param percent of windows
   */
  Kills(Cloud cloud, int percent, Random random) {
    this.cloud = cloud;
    for (var leg : List.of(Leg.TO_REPLICA, Leg.TO_AURORA)) {
      var moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
      if (random.nextInt(100) < percent) {
        due.put(leg, moment);
      }
    }
  }

  /** Kills the instance that said a fact, if it is time. */
  synchronized void at(LoggedEvent fact) {
    for (var kill : List.copyOf(due.entrySet())) {
      var leg = kill.getKey();
      if (kill.getValue().isInstance(fact.event()) && fact.event().about().equals(leg.name())) {
        due.remove(leg);
        cloud.services().whoSaid(fact).kill();
        killed.put(leg, Instant.now());
      }
    }
  }

  /** When the service was dead, by window. */
  synchronized Map<Leg, Instant> killed() {
    return Map.copyOf(killed);
  }
}
