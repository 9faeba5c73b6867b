package dev.kahuna.postgres;

import java.io.IOException;
import java.net.ProtocolException;
import java.sql.SQLException;

/** Rows as a server sends them, back to back. */
public final class CopyReader {
  private final PgProtocol messages;
  private boolean ended;

  CopyReader(PgProtocol messages) {
    this.messages = messages;
  }

  /**
   * Reads as much as there is room for; waits for it.
   *
   * @return how many bytes; fewer than asked for, down to 0, only when there are no more
   */
  int read(byte[] bytes, int from, int room) throws SQLException {
    try {
      var used = 0;
      while (used < room && !ended) {
        used += messages.bodies(PgProtocol.COPY_DATA, bytes, from + used, room - used);
        if (used < room) {
          ended = !more();
        }
      }
      return used;
    } catch (IOException e) {
      throw CopyConnection.broken(e);
    }
  }

  private boolean more() throws IOException, SQLException {
    var type = messages.next();
    return switch (type) {
      case PgProtocol.COPY_DATA -> true;
      case PgProtocol.COPY_DONE -> {
        messages.complete();
        yield false;
      }
      default -> throw new ProtocolException("the server sent %c among rows".formatted(type));
    };
  }
}
