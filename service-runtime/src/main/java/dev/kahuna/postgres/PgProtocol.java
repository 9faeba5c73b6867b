package dev.kahuna.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The messages of Postgres' protocol, version 3, that a COPY in a simple query needs (chapter
 * "Frontend/Backend Protocol" of the manual). A message is a letter, the length of what follows in
 * four bytes that count themselves, and a body.
 */
final class PgProtocol {
  static final int HEADER_BYTES = 5;
  static final char COPY_DATA = 'd';
  static final char COPY_DONE = 'c';
  static final char COPY_IN = 'G';
  static final char COPY_OUT = 'H';
  private static final char QUERY = 'Q';
  private static final char COMMAND_COMPLETE = 'C';
  private static final char READY_FOR_QUERY = 'Z';
  private static final char ERROR = 'E';
  private static final char NOTICE = 'N';
  private static final char PARAMETER = 'S';
  private static final char NOTIFICATION = 'A';
  private static final int LENGTH_BYTES = 4;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final InputStream plain;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private int left;

  PgProtocol(TlsSockets.Wire wire) throws IOException {
    plain = wire.plain().getInputStream();
    in = wire.secure().getInputStream();
    out = wire.secure().getOutputStream();
  }

  void query(String statement) throws IOException {
    var sql = statement.getBytes(StandardCharsets.UTF_8);
    var message = new byte[HEADER_BYTES + sql.length + 1];
    System.arraycopy(sql, 0, message, HEADER_BYTES, sql.length);
    send(QUERY, message, sql.length + 1);
  }

  /** Sends the first message of a session, which alone has no letter. */
  void begin(byte[] startup) throws IOException {
    out.write(startup);
    out.flush();
  }

  /**
   * Sends a message.
   *
   * @param message its body begins at {@link #HEADER_BYTES}; the header is put before it
   */
  void send(char type, byte[] message, int length) throws IOException {
    ByteBuffer.wrap(message).put((byte) type).putInt(length + LENGTH_BYTES);
    out.write(message, 0, HEADER_BYTES + length);
    out.flush();
  }

  /**
   * Skips the rest of this message and goes to the next one that belongs to the query. Messages
   * that a server may send at any time are skipped.
   *
   * @throws SQLException when it is an error
   */
  char next() throws IOException, SQLException {
    char type;
    do {
      type = message();
    } while (isAside(type));
    return type;
  }

  void expect(char wanted) throws IOException, SQLException {
    var type = next();
    if (type != wanted) {
      throw new ProtocolException("the server sent %c instead of %c".formatted(type, wanted));
    }
  }

  /**
   * Reads to the end of the query; the driver continues after it.
   *
   * @return the server's command tag
   */
  String complete() throws IOException, SQLException {
    expect(COMMAND_COMPLETE);
    var tag = rest();
    expect(READY_FOR_QUERY);
    skip();
    while (at < end) {
      header();
      skip();
    }
    return new String(tag, 0, tag.length - 1, StandardCharsets.UTF_8);
  }

  /**
   * Looks, without waiting, whether the server has ended a COPY that it should only listen to. Its
   * bytes on the TCP connection are enough to tell, since TLS sends none of its own by then.
   */
  void checkForRefusal() throws IOException, SQLException {
    while (at < end || plain.available() > 0) {
      if (!isAside(message())) {
        throw new ProtocolException("the server sent a message while it should only receive");
      }
      skip();
    }
  }

  /**
   * Reads what is left of this message's body, and then the bodies of the following messages of the
   * same type. Made for millions of small ones.
   *
   * @return how many bytes; fewer than there is room for only before a message of another type
   */
  int bodies(char type, byte[] bytes, int from, int room) throws IOException {
    var used = 0;
    while (used < room) {
      if (left > 0) {
        used += body(bytes, from + used, room - used);
      } else {
        need(HEADER_BYTES);
        if (buffer[at] != type) {
          break;
        }
        header();
      }
    }
    return used;
  }

  private int body(byte[] bytes, int from, int room) throws IOException {
    need(1);
    var length = Math.min(Math.min(left, room), end - at);
    System.arraycopy(buffer, at, bytes, from, length);
    at += length;
    left -= length;
    return length;
  }

  private static boolean isAside(char type) {
    return type == NOTICE || type == PARAMETER || type == NOTIFICATION;
  }

  private char message() throws IOException, SQLException {
    skip();
    var type = header();
    if (type == ERROR) {
      throw new PSQLException(new ServerErrorMessage(new String(rest(), StandardCharsets.UTF_8)));
    }
    return type;
  }

  /** Takes the header that comes next. */
  private char header() throws IOException {
    need(HEADER_BYTES);
    var type = (char) buffer[at];
    left = (int) INT.get(buffer, at + 1) - LENGTH_BYTES;
    at += HEADER_BYTES;
    return type;
  }

  /** Reads what is left of this message's body. */
  byte[] rest() throws IOException {
    var rest = new byte[left];
    for (var used = 0; used < rest.length; ) {
      used += body(rest, used, rest.length - used);
    }
    return rest;
  }

  /** Skips the rest of the body. */
  void skip() throws IOException {
    while (left > 0) {
      need(1);
      var length = Math.min(left, end - at);
      at += length;
      left -= length;
    }
  }

  private void need(int bytes) throws IOException {
    while (end - at < bytes) {
      fill();
    }
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    var read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      throw new EOFException("the server has closed it");
    }
    end += read;
  }
}
