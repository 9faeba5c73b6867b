package dev.kahuna.postgres;

import java.io.IOException;
import java.sql.SQLException;

/** Passes rows from one server to another in large blocks, whatever the size of a row. */
public final class CopyWriter {
  private static final int PART_BYTES = 128 << 10;

  private final PgProtocol messages;
  private final byte[] part = new byte[PgProtocol.HEADER_BYTES + PART_BYTES];

  CopyWriter(PgProtocol messages) {
    this.messages = messages;
  }

  /**
   * Passes on the next part.
   *
   * @return its bytes; 0 when there are no more
   * @throws SQLException also as soon as the server has refused an earlier part
   */
  public int pass(CopyReader rows) throws SQLException {
    var length = rows.read(part, PgProtocol.HEADER_BYTES, PART_BYTES);
    try {
      if (length > 0) {
        messages.send(PgProtocol.COPY_DATA, part, length);
        messages.checkForRefusal();
      }
      return length;
    } catch (IOException e) {
      throw CopyConnection.broken(e);
    }
  }

  /**
   * Waits until the server has taken all of them.
   *
   * @return how many rows they were
   */
  public long end() throws SQLException {
    try {
      messages.send(PgProtocol.COPY_DONE, part, 0);
      return Long.parseLong(messages.complete().substring("COPY ".length()));
    } catch (IOException e) {
      throw CopyConnection.broken(e);
    }
  }
}
