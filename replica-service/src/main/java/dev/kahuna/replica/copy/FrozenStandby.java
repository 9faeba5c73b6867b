package dev.kahuna.replica.copy;

import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The standby, whose replay is paused for the copy.
 *
 * @param paused whether replay is paused
 * @param at how far it has replayed
 */
public record FrozenStandby(boolean paused, Lsn at) {
  private static final Queries QUERIES = Queries.of(FrozenStandby.class);

  /** The standby as it is now. */
  public static FrozenStandby of(Connection standby) throws SQLException {
    return QUERIES.one(
        standby,
        "frozen",
        row -> new FrozenStandby(row.getBoolean(1), Lsn.parse(row.getString(2))));
  }

  /**
   * Checks that the standby is still where it was frozen.
   *
   * @throws Rejected if it has moved: its rows no longer match the point where the slot begins
   */
  public static void check(Connection standby, Migration migration) throws SQLException {
    var frozenAt = migration.get(StandbyFrozen.class, Leg.TO_REPLICA).frozenAt();
    var now = of(standby);
    if (!now.paused() || !now.at().equals(frozenAt)) {
      throw new Rejected(
          "The standby was frozen at %s and is at %s now (%s), so its rows no longer match the slot. Cancel this migration and request a new one."
              .formatted(frozenAt, now.at(), now.paused() ? "paused" : "replaying"));
    }
  }
}
