package dev.kahuna.step;

import java.util.HashSet;
import java.util.List;

/**
 * The steps of one service, in the order of the runbook.
 *
 * @param service the service's name
 */
public record Saga(String service, List<Step> steps) {
  /** Refuses two steps with the same name. */
  public Saga {
    steps = List.copyOf(steps);
    var names = new HashSet<String>();
    for (var step : steps) {
      if (!names.add(step.name())) {
        throw new IllegalArgumentException(service + " has two steps named " + step.name());
      }
    }
  }

  /** Steps in the order given. */
  public static Saga of(String service, Step... steps) {
    return new Saga(service, List.of(steps));
  }
}
