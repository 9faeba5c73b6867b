package dev.kahuna.step;

/**
 * What a step keeps in memory from one run to the next: samples that are gauges, the progress so
 * far. A step never learns that it ran for the last time, since the migration may be cancelled or
 * its partition taken away between two runs. So each bean of this type is told once a second which
 * steps are due.
 */
@FunctionalInterface
public interface StepMemory {
  /** Forgets every step that is not due. What it forgets too early, the next run makes again. */
  void keepOnly(DueSteps due);
}
