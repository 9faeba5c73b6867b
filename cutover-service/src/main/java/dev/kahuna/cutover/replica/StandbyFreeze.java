package dev.kahuna.cutover.replica;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Pauses the standby's replay after the fence and before the promotion. It stays paused until the
 * data has been copied from it, and stops at the same position if the standby restarts meanwhile.
 */
public final class StandbyFreeze {
  private static final Queries SQL = Queries.of(StandbyFreeze.class);

  /** The first major version that distinguishes a pause from the request for one. */
  private static final int TELLS_PAUSED = 14;

  private static final Poll PAUSED =
      new Poll(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2));
  private static final Poll STANDSTILL =
      new Poll(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(2));

  private final CutoverDatabases databases;

  public StandbyFreeze(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var standby = databases.standby(migration)) {
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA));
      return freeze(standby)
          .map(
              at ->
                  StepOutcome.done(
                      new StandbyFrozen(
                          Leg.TO_REPLICA, attempt, migration.attempt(AttemptSeries.COPY), at)))
          .orElseGet(
              () ->
                  StepOutcome.notYet(
                      "waiting for the standby's replay to pause", Duration.ofMillis(20)));
    }
  }

  /** Where the replay has stopped, for good; empty while it still moves. */
  static Optional<Lsn> freeze(Connection standby) throws Exception {
    var at = pause(standby);
    if (at.isPresent()) {
      ReplayStop.set(standby, at.get());
    }
    return at;
  }

  /** Where the replay has stopped until the server restarts; empty while it still moves. */
  public static Optional<Lsn> pause(Connection standby) throws Exception {
    if (!isFrozen(standby)) {
      SQL.run(standby, "pause-replay");
    }
    return standby.getMetaData().getDatabaseMajorVersion() >= TELLS_PAUSED
        ? oncePaused(standby)
        : onceStandingStill(standby);
  }

  /**
   * A pause is only requested: the server first finishes the record that it is applying. Once it
   * reports that it is paused, it applies nothing more.
   */
  private static Optional<Lsn> oncePaused(Connection standby) throws Exception {
    var paused =
        PAUSED.until(
            () -> SQL.one(standby, "replay-pause-state", r -> r.getString(1)).equals("paused"));
    return paused ? Optional.of(Wal.replayedLsn(standby)) : Optional.empty();
  }

  /** Where the server does not report it, two reads in a row must find the same position. */
  static Optional<Lsn> onceStandingStill(Connection standby) throws Exception {
    var looks = new ArrayDeque<Lsn>();
    var still =
        STANDSTILL.until(
            () -> {
              var now = Wal.replayedLsn(standby);
              var before = looks.peekLast();
              looks.add(now);
              return now.equals(before);
            });
    return still ? Optional.of(looks.getLast()) : Optional.empty();
  }

  /** Undoes the freeze; does nothing if the standby is not frozen, or there is none. */
  public void thaw(Migration migration) throws SQLException {
    if (!migration.request().hasStandby()) {
      return;
    }
    try (var standby = databases.standby(migration)) {
      ReplayStop.clear(standby);
    }
  }

  private static boolean isFrozen(Connection standby) throws SQLException {
    return SQL.one(standby, "replay-paused", r -> r.getBoolean(1));
  }
}
