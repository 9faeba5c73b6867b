package dev.kahuna.step;

import dev.kahuna.migration.Migration;
import java.time.Instant;
import java.util.Optional;

/** Holds a due step back and names what it waits for. Pure; evaluated about once a second. */
@FunctionalInterface
public interface Gate {
  /** A gate that is always open. */
  Gate OPEN = (migration, now) -> Optional.empty();

  /**
   * What the step waits for, as in "waiting: approval of TO_AURORA"; or empty to let the step run.
   */
  Optional<String> waitingFor(Migration migration, Instant now);
}
