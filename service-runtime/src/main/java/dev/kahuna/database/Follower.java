package dev.kahuna.database;

import dev.kahuna.postgres.Queries;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How a subscriber follows its publisher, read on the subscriber as superuser.
 *
 * @param enabled whether its subscription may apply changes
 * @param working whether its apply worker runs at this moment
 * @param errors how often the worker has failed; always 0 before Postgres 15, which counts nothing
 * @param error the newest error in the server's log, if no worker runs and the log can be read
 */
public record Follower(boolean enabled, boolean working, long errors, Optional<ApplyError> error) {
  private static final Queries SQL = Queries.of(Follower.class);
  private static final int COUNTS_ERRORS = 150_000;

  private record State(boolean enabled, boolean working) {}

  /**
   * Reads the state of a subscription, in whatever database of the server it is.
   *
   * @return empty if there is no such subscription
   */
  public static Optional<Follower> read(Connection subscriber, String subscription)
      throws SQLException {
    var states =
        SQL.list(
            subscriber,
            "apply-state",
            r -> new State(r.getBoolean(1), r.getBoolean(2)),
            subscription);
    if (states.isEmpty()) {
      return Optional.empty();
    }
    var errors = errors(subscriber, subscription);
    var state = states.getFirst();
    return Optional.of(
        new Follower(
            state.enabled(),
            state.working(),
            errors,
            state.working() ? Optional.empty() : error(subscriber)));
  }

  private static long errors(Connection subscriber, String subscription) throws SQLException {
    return SQL.one(subscriber, "server-version", r -> r.getInt(1)) < COUNTS_ERRORS
        ? 0
        : SQL.one(subscriber, "apply-errors", r -> r.getLong(1), subscription);
  }

  /** A log that can't be read must not hide the rest. */
  private static Optional<ApplyError> error(Connection subscriber) {
    try {
      return SQL
          .list(subscriber, "newest-log", r -> new String(r.getBytes(1), StandardCharsets.UTF_8))
          .stream()
          .findFirst()
          .flatMap(ApplyError::newest);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with it, for the operator; empty if the worker runs. */
  public Optional<String> trouble(String subscriber, String publisher, String subscription) {
    if (!enabled) {
      return Optional.of(
          "the subscription %1$s on %2$s is disabled; run ALTER SUBSCRIPTION %1$s ENABLE there"
              .formatted(subscription, subscriber));
    }
    if (error.isPresent()) {
      return Optional.of(
          "%s can't apply a change: %s"
              .formatted(subscriber, error.get().sentence(subscriber, publisher)));
    }
    return working
        ? Optional.empty()
        : Optional.of(
            "no apply worker runs on %s; see its log for the reason".formatted(subscriber));
  }
}
