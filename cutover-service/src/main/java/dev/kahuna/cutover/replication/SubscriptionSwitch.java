package dev.kahuna.cutover.replication;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A subscription, on the server that applies its changes. Each act does nothing where its goal
 * already holds.
 *
 * @param subscriber a session in the subscription's database
 */
record SubscriptionSwitch(Connection subscriber, String name) {
  private static final Queries SQL = Queries.of(SubscriptionSwitch.class);

  boolean exists() throws SQLException {
    return !SQL.list(subscriber, "subscription-enabled", r -> r.getBoolean(1), name).isEmpty();
  }

  private boolean isEnabled() throws SQLException {
    return SQL.list(subscriber, "subscription-enabled", r -> r.getBoolean(1), name).contains(true);
  }

  void enable() throws SQLException {
    if (exists() && !isEnabled()) {
      act("enable-subscription");
    }
  }

  void disable() throws SQLException {
    if (isEnabled()) {
      act("disable-subscription");
    }
  }

  /** Detaches it from its slot first, so that dropping it needs no connection to the publisher. */
  void drop() throws SQLException {
    if (exists()) {
      disable();
      act("part-subscription-from-slot");
      act("drop-subscription");
    }
  }

  private void act(String statement) throws SQLException {
    SQL.one(subscriber, "set", r -> r.getString(1), "kahuna.subscription", name);
    SQL.run(subscriber, statement);
  }
}
