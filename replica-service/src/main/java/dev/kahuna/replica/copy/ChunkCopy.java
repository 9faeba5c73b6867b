package dev.kahuna.replica.copy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies chunks over one pair of connections, each lot in one transaction on the target together
 * with its lines in the journal: so a chunk is there once or not at all.
 */
final class ChunkCopy implements AutoCloseable {
  /** Rows are sent in parts of about this size; one message for each would cost both ends more. */
  private static final int PART_BYTES = 128 << 10;

  private final CopyPath path;
  private final Connection source;
  private final Connection target;
  private final CopyJournal journal;
  private final byte[] part = new byte[PART_BYTES];

  private ChunkCopy(CopyPath path, Connection source, Connection target) {
    this.path = path;
    this.source = source;
    this.target = target;
    this.journal = new CopyJournal(target);
  }

  /** Opens both ends. */
  @SuppressWarnings("resource") // Closed by close, or by hand when the other end does not open.
  static ChunkCopy over(CopyPath path) throws SQLException {
    var source = path.source();
    try {
      var target = path.target();
      target.setAutoCommit(false);
      return new ChunkCopy(path, source, target);
    } catch (SQLException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Copies what the journal has not. After a failure both connections are of no use and must be
   * closed, which rolls back on the server: a rollback here would wait for the copy that the driver
   * still has open, without limit.
   *
   * @param passed takes bytes as they pass
   * @throws dev.kahuna.step.Rejected when the target will not have a row
   */
  void copy(List<Chunk> lot, ObjLongConsumer<Chunk> passed) throws SQLException {
    var copied = new ArrayList<CopyJournal.Copied>();
    for (var chunk : journal.claim(lot)) {
      copied.add(chunk.empty() ? new CopyJournal.Copied(chunk, 0, 0) : pass(chunk, passed));
    }
    if (!copied.isEmpty()) {
      path.check(source);
      journal.finish(copied);
    }
    target.commit();
  }

  private CopyJournal.Copied pass(Chunk chunk, ObjLongConsumer<Chunk> passed) throws SQLException {
    try {
      return transfer(chunk, passed);
    } catch (SQLException e) {
      var refusal = Refusal.of(chunk, e);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      throw e;
    }
  }

  private CopyJournal.Copied transfer(Chunk chunk, ObjLongConsumer<Chunk> passed)
      throws SQLException {
    if (chunk.frozen()) {
      try (var statement = target.createStatement()) {
        statement.execute("TRUNCATE ONLY " + chunk.to().quoted());
      }
    }
    var out = source.unwrap(PGConnection.class).getCopyAPI().copyOut(chunk.read());
    var in = target.unwrap(PGConnection.class).getCopyAPI().copyIn(chunk.write());
    var used = 0;
    var bytes = 0L;
    for (var row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      if (used + row.length > part.length) {
        send(in, part, used);
        passed.accept(chunk, used);
        used = 0;
      }
      bytes += row.length;
      if (row.length > part.length) {
        send(in, row, row.length);
        passed.accept(chunk, row.length);
      } else {
        System.arraycopy(row, 0, part, used, row.length);
        used += row.length;
      }
    }
    send(in, part, used);
    return new CopyJournal.Copied(chunk, in.endCopy(), bytes);
  }

  private static void send(CopyIn in, byte[] bytes, int length) throws SQLException {
    if (length > 0) {
      in.writeToCopy(bytes, 0, length);
    }
  }

  @Override
  public void close() throws SQLException {
    try (source) {
      target.close();
    }
  }
}
