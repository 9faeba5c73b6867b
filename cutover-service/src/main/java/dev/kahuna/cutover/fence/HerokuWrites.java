package dev.kahuna.cutover.fence;

import dev.kahuna.event.CutoverEvent.SourceMark;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Shows whether somebody other than Kahuna has written to Heroku's database.
 *
 * @param mark moves when a transaction that has written ends
 * @param open whether a transaction that may have written is still open
 */
public record HerokuWrites(SourceMark mark, boolean open) {
  private static final Queries SQL = Queries.of(HerokuWrites.class);

  /** Reads the present state. */
  public static HerokuWrites read(Connection heroku) throws SQLException {
    return SQL.one(
        heroku,
        "source-mark",
        r -> new HerokuWrites(new SourceMark(r.getLong(1), r.getLong(2)), r.getBoolean(3)));
  }

  /** Reads only the mark. */
  public static SourceMark mark(Connection heroku) throws SQLException {
    return read(heroku).mark();
  }
}
