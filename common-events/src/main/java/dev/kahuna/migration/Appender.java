package dev.kahuna.migration;

import dev.kahuna.event.MigrationEvent;

/** Puts facts into the log. */
@FunctionalInterface
public interface Appender {
  /**
   * Appends one fact and returns it with its place, once every in-sync replica has it.
   *
   * @throws OwnershipLost when another instance owns the partition now; nothing was appended
   * @throws AppendFailed when nobody knows whether the fact is in the log: only the log tells
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
