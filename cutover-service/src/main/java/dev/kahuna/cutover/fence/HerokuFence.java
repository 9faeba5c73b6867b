package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.SourceMark;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Takes writing away from Heroku's database, as far as its owner can: a read-only default, and an
 * end to every session that began before it. A session can still say {@code BEGIN READ WRITE}; what
 * it then commits moves the {@linkplain #mark mark}, which is looked at again before the pivot.
 */
public final class HerokuFence {
  private static final Queries SQL = Queries.of(HerokuFence.class);

  private final CutoverDatabases databases;

  /**
   * What is seen of others' writing.
   *
   * @param open whether a transaction that may have written is still open
   */
  public record Look(SourceMark mark, boolean open) {}

  public HerokuFence(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var heroku = databases.heroku(migration)) {
      var ended = Sessions.fence(heroku);
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA));
      return StepOutcome.done(new SourceFenced(Leg.TO_REPLICA, attempt, end(heroku), ended));
    }
  }

  /** The end of the WAL, bytes not yet written to disk included. */
  public static Lsn end(Connection connection) throws SQLException {
    return Lsn.parse(SQL.one(connection, "insert-lsn", r -> r.getString(1)));
  }

  public static SourceMark mark(Connection connection) throws SQLException {
    return look(connection).mark();
  }

  public static Look look(Connection connection) throws SQLException {
    return SQL.one(
        connection,
        "source-mark",
        r -> new Look(new SourceMark(r.getLong(1), r.getLong(2)), r.getBoolean(3)));
  }
}
