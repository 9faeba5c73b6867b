package dev.kahuna.step;

import dev.kahuna.migration.Migration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The steps that are due in the migrations that this process serves. */
public final class DueSteps {
  private record Due(String migration, String step) {}

  private final Set<Due> due = new HashSet<>();

  public DueSteps(Saga saga, List<Migration> served) {
    for (var migration : served) {
      saga.steps().stream()
          .filter(step -> step.due(migration))
          .forEach(step -> due.add(new Due(migration.id(), step.name())));
    }
  }

  /** Whether this process serves the migration and the step is due there. */
  public boolean contains(String migration, String step) {
    return due.contains(new Due(migration, step));
  }
}
