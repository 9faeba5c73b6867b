package dev.kahuna.database;

import dev.kahuna.event.SourceMark;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads whether somebody has written to a database that Kahuna can't fence for good. */
public final class SourceMarks {
  private static final Queries SQL = Queries.of(SourceMarks.class);

  private SourceMarks() {}

  /**
   * Reads the mark. A transaction moves it when it ends, not while it is open. A session reports
   * the rows that it changed when it ends at the latest; servers before 15 show them half a second
   * later.
   */
  public static SourceMark read(Connection database) throws SQLException {
    return SQL.one(
        database, "source-mark", r -> new SourceMark(r.getLong(1), r.getLong(2), r.getLong(3)));
  }
}
