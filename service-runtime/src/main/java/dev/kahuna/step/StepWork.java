package dev.kahuna.step;

import dev.kahuna.migration.Migration;

/**
 * The work of a step; the only place of input and output.
 *
 * <p>It can be repeated until it succeeds: it asks first whether the goal already holds, names the
 * resources it creates after the migration, and treats "already exists" as success. It never blocks
 * for hours: long work runs where it survives the service, and the step polls its progress. It is
 * interrupted when its time is over or the step is no longer due.
 */
@FunctionalInterface
public interface StepWork {
  /**
   * Works towards the step's fact.
   *
   * @throws Exception classified by the service's {@link FailureClassifier}
   */
  StepOutcome run(Migration migration) throws Exception;
}
