package dev.kahuna.migration;

import dev.kahuna.event.MigrationEvent;

/** Appends facts to the log. */
@FunctionalInterface
public interface Appender {
  /**
   * Appends one fact, waits until every in-sync replica has it, and returns it with its position.
   *
   * @throws OwnershipLost when another instance owns the partition now; nothing was appended
   * @throws AppendFailed when the outcome is unknown; only reading the log tells
   */
  LoggedEvent append(String migration, MigrationEvent event);

  /** Another instance owns the partition now. */
  final class OwnershipLost extends RuntimeException {
    public OwnershipLost(String message) {
      super(message);
    }

    public OwnershipLost(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The outcome of an append is unknown. */
  final class AppendFailed extends RuntimeException {
    public AppendFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
