package dev.kahuna.acceptance;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Step;
import java.util.List;

/**
 * What is done to a service in a migration, and when: data, derived from the saga.
 *
 * @param step the step that it hits
 * @param moment when in the step's course
 */
record FaultPlan(Step step, Moment moment) {
  /** When a step's process is killed. */
  enum Moment {
    /** As soon as it is due, before or in the course of its effect. */
    BEFORE_EFFECT,
    /** When its fact is on the way to the log, which it never reaches. */
    BEFORE_FACT
  }

  static List<FaultPlan> each(List<Step> steps, Moment moment) {
    return steps.stream().map(step -> new FaultPlan(step, moment)).toList();
  }

  /** The fact that the step says in the end. */
  FactRef fact() {
    return step.yields().getFirst();
  }

  /** The parts of the fact's JSON by which it is known on its way. */
  String[] texts() {
    var type = "\"type\":\"%s\"".formatted(MigrationEvent.wireName(fact().type()));
    return fact().about().isEmpty()
        ? new String[] {type}
        : new String[] {type, "\"leg\":\"%s\"".formatted(fact().about())};
  }

  /** Whether the step is about to begin. */
  boolean isDue(Migration migration) {
    return step.due(migration);
  }

  @Override
  public String toString() {
    return step.name() + " " + moment;
  }
}
