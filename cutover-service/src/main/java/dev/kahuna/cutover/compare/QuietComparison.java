package dev.kahuna.cutover.compare;

import dev.kahuna.failure.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Compares a table inside a window, when no client writes and the target has received everything.
 */
public final class QuietComparison {
  private static final int LAST_ROWS = 1000;

  private final ChunkReader source;
  private final ChunkReader target;

  /**
   * Compares two sessions, which it pins.
   *
   * @param limit of each statement
   */
  public QuietComparison(Connection source, Connection target, Duration limit) throws SQLException {
    Catalog.pin(source, limit);
    Catalog.pin(target, limit);
    this.source = new ChunkReader(source);
    this.target = new ChunkReader(target);
  }

  /** Compares every row; returns how many there are. */
  public long whole(Table table) throws Exception {
    return equal(KeyChunk.whole(table));
  }

  /** Compares the rows with the greatest keys: the newest, if keys ascend. */
  public long last(Table table) throws Exception {
    var above = source.beforeLast(table, LAST_ROWS);
    return equal(new KeyChunk(table, above, Optional.empty()));
  }

  /** Compares the number of rows, and returns it. */
  public long counted(Table table) throws SQLException {
    var here = source.count(table);
    var there = target.count(table);
    if (here != there) {
      throw new Rejected(
          "Table %s has %d rows on the old database and %d on the new one"
              .formatted(table.full(), here, there));
    }
    return here;
  }

  private long equal(KeyChunk chunk) throws Exception {
    var here = source.content(chunk);
    var there = target.content(chunk);
    if (here.equals(there)) {
      return here.rows();
    }
    var rows = new RowComparison(new Sides(source, target, () -> {})).look(chunk).different();
    throw new Rejected(
        "Both sides differ: %s (%d rows on the old database, %d on the new one)"
            .formatted(RowComparison.words(chunk, rows), here.rows(), there.rows()));
  }
}
