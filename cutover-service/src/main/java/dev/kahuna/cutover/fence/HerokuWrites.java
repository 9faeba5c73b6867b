package dev.kahuna.cutover.fence;

import dev.kahuna.event.CutoverEvent.SourceMark;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What shows, on Heroku's database, that somebody else has written.
 *
 * @param mark moves when a transaction that has written ends
 * @param open whether a transaction that may have written is still open
 */
public record HerokuWrites(SourceMark mark, boolean open) {
  private static final Queries SQL = Queries.of(HerokuWrites.class);

  /** As it is now. */
  public static HerokuWrites read(Connection heroku) throws SQLException {
    return SQL.one(
        heroku,
        "source-mark",
        r -> new HerokuWrites(new SourceMark(r.getLong(1), r.getLong(2)), r.getBoolean(3)));
  }

  /** The mark alone. */
  public static SourceMark mark(Connection heroku) throws SQLException {
    return read(heroku).mark();
  }
}
