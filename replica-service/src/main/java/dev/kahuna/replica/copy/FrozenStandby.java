package dev.kahuna.replica.copy;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.ReplicaEvent.FreezeLost;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepWork;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The standby, whose replay is paused for the copy.
 *
 * @param inRecovery false if somebody has promoted it
 * @param paused whether replay is paused, or will stop where it was told to before it started
 * @param at how far it has replayed
 */
public record FrozenStandby(boolean inRecovery, boolean paused, Lsn at) {
  private static final Queries QUERIES = Queries.of(FrozenStandby.class);

  /** The standby as it is now. */
  public static FrozenStandby of(Connection standby) throws SQLException {
    return QUERIES.one(
        standby,
        "frozen",
        row ->
            new FrozenStandby(row.getBoolean(1), row.getBoolean(2), Lsn.parse(row.getString(3))));
  }

  /**
   * Checks that the standby is still where it was frozen.
   *
   * @throws Unavailable if it restarted and is on its way to that position, where it will stop
   * @throws Moved if it can't come back there: its rows no longer match the point where the slot
   *     begins
   */
  public static void check(Connection standby, Migration migration) throws SQLException {
    of(standby).requireAt(migration.get(StandbyFrozen.class, Leg.TO_REPLICA).frozenAt());
  }

  void requireAt(Lsn frozenAt) {
    if (inRecovery && frozenAt.isAtLeast(at)) {
      if (!at.equals(frozenAt) || !paused) {
        throw new Unavailable(
            "The standby has restarted and is at %s; it replays to %s, where it was frozen"
                .formatted(at, frozenAt));
      }
      return;
    }
    throw new Moved(
        "The standby was frozen at %s and is at %s now (%s), so its rows no longer match the slot"
            .formatted(frozenAt, at, inRecovery ? paused ? "paused" : "replaying" : "promoted"));
  }

  /** The standby is not where it was frozen, and can't be brought back there. */
  public static final class Moved extends RuntimeException {
    private final String reason;

    Moved(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** A step's work that lets another copy begin by itself if the standby has moved. */
  public static StepWork orAgain(StepWork work) {
    return migration -> {
      try {
        return work.run(migration);
      } catch (Moved e) {
        return lost(migration, e.reason);
      }
    };
  }

  /** What lets another copy begin. */
  public static StepOutcome lost(Migration migration, String reason) {
    return StepOutcome.done(new FreezeLost(migration.attempt(AttemptSeries.COPY), reason));
  }
}
