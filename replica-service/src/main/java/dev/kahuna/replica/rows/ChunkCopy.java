package dev.kahuna.replica.rows;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.rows.CopyJournal.Amount;
import dev.kahuna.replica.rows.CopyJournal.Copied;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Copies chunks over one pair of connections, each lot in one transaction on the target together
 * with its journal lines, so that a chunk arrives once or not at all.
 */
final class ChunkCopy implements AutoCloseable {
  private final CopyPath path;
  private final CopyConnection source;
  private final CopyConnection target;
  private final CopyJournal journal;

  private ChunkCopy(CopyPath path, CopyConnection source, CopyConnection target) {
    this.path = path;
    this.source = source;
    this.target = target;
    this.journal = new CopyJournal(target.sql());
  }

  /** Opens both connections. */
  @SuppressWarnings("resource") // Closed by close, or here if the other connection can't be opened.
  static ChunkCopy over(CopyPath path) throws SQLException {
    var source = path.source();
    try {
      var target = path.target();
      target.sql().setAutoCommit(false);
      return new ChunkCopy(path, source, target);
    } catch (SQLException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Copies what the journal lacks. After a failure both connections are useless and must be closed,
   * which rolls back on the server. A rollback here would wait without limit for the copy that the
   * driver still has open.
   *
   * @param passed is told of bytes as they pass
   * @return what was copied; not what another instance has copied meanwhile
   * @throws dev.kahuna.step.Rejected if the target rejects a row
   */
  List<Copied> copy(List<RowChunk> lot, ObjLongConsumer<RowChunk> passed) throws SQLException {
    var copied = new ArrayList<Copied>();
    for (var chunk : journal.claim(lot)) {
      copied.add(chunk.empty() ? new Copied(chunk, new Amount(0, 0)) : pass(chunk, passed));
    }
    if (!copied.isEmpty()) {
      path.check(source.sql());
      journal.finish(copied);
    }
    target.sql().commit();
    return copied;
  }

  private Copied pass(RowChunk chunk, ObjLongConsumer<RowChunk> passed) throws SQLException {
    try {
      return transfer(chunk, passed);
    } catch (SQLException e) {
      var refusal = RejectedRows.of(chunk, e);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      throw e;
    }
  }

  private Copied transfer(RowChunk chunk, ObjLongConsumer<RowChunk> passed) throws SQLException {
    if (chunk.frozen()) {
      try (var statement = target.sql().createStatement()) {
        statement.execute("TRUNCATE ONLY " + chunk.to().quoted());
      }
    }
    var rows = source.read(chunk.read());
    var writer = target.write(chunk.write());
    var bytes = 0L;
    for (var part = writer.pass(rows); part > 0; part = writer.pass(rows)) {
      bytes += part;
      passed.accept(chunk, part);
    }
    return new Copied(chunk, new Amount(writer.end(), bytes));
  }

  @Override
  public void close() throws SQLException {
    try (source) {
      target.close();
    }
  }
}
