package dev.kahuna.acceptance;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import java.util.List;

/**
 * What is done to a service in a migration, and when: data, derived from the saga.
 *
 * @param step the step that is hit
 * @param moment when the step is hit
 */
record FaultPlan(PublishedStep step, Moment moment) {
  /** When the process that runs a step is killed. */
  enum Moment {
    /** As soon as the step is due, before or during its effect. */
    BEFORE_EFFECT,
    /** When its fact is on the way to the log. The fact never gets there. */
    BEFORE_FACT
  }

  static List<FaultPlan> each(List<PublishedStep> steps, Moment moment) {
    return steps.stream().map(step -> new FaultPlan(step, moment)).toList();
  }

  /** The fact that the step records in the end. */
  FactRef fact() {
    return step.fact();
  }

  /** Parts of the fact's JSON by which it is recognised on its way. */
  String[] texts() {
    var type = "\"type\":\"%s\"".formatted(MigrationEvent.wireName(fact().type()));
    return fact().about().isEmpty()
        ? new String[] {type}
        : new String[] {type, "\"leg\":\"%s\"".formatted(fact().about())};
  }

  /** Whether the step is about to begin. */
  boolean isDue(Migration migration) {
    return step.isDue(migration);
  }

  @Override
  public String toString() {
    return step.name() + " " + moment;
  }
}
