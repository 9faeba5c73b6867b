package dev.kahuna.postgres;

import dev.kahuna.lease.Lease;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A session for which the client sets nothing, so it has the settings that server, database and
 * role give it. The driver sends its own {@code TimeZone}, {@code DateStyle}, {@code
 * client_encoding} and {@code extra_float_digits} with each login, which hide the server's.
 */
public final class BareSession implements AutoCloseable {
  private static final int VERSION_3 = 3 << 16;
  private static final int TLS_REQUEST = 80_877_103;
  private static final char LOGIN = 'R';
  private static final char KEY = 'K';
  private static final char READY = 'Z';
  private static final char COLUMNS = 'T';
  private static final char ROW = 'D';
  private static final char COMPLETE = 'C';
  private static final char ANSWER = 'p';

  private final Socket socket;
  private final PgProtocol messages;
  private Optional<Scram> scram = Optional.empty();

  private BareSession(Socket socket, PgProtocol messages) {
    this.socket = socket;
    this.messages = messages;
  }

  /**
   * Connects with TLS, every wait bounded.
   *
   * @param limit of each wait: for the connection, and for the server's next bytes
   */
  public static BareSession open(
      PostgresEndpoint endpoint, Credentials credentials, Trust trust, Duration limit)
      throws SQLException {
    Lease.check();
    var plain = new Socket();
    try {
      var millis = Math.toIntExact(limit.toMillis());
      plain.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis);
      plain.setSoTimeout(millis);
      var session = new BareSession(plain, secured(plain, endpoint, credentials, trust));
      session.logIn(endpoint.database(), credentials);
      return session;
    } catch (IOException e) {
      closeQuietly(plain, e);
      throw broken(e);
    } catch (GeneralSecurityException e) {
      closeQuietly(plain, e);
      throw new PSQLException("The login is not possible", PSQLState.CONNECTION_REJECTED, e);
    } catch (SQLException | RuntimeException e) {
      closeQuietly(plain, e);
      throw e;
    }
  }

  private static PgProtocol secured(
      Socket plain, PostgresEndpoint endpoint, Credentials credentials, Trust trust)
      throws IOException, GeneralSecurityException {
    plain.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(TLS_REQUEST).array());
    if (plain.getInputStream().read() != 'S') {
      throw new ProtocolException("the server refuses TLS");
    }
    var wires = new ConcurrentLinkedDeque<TlsSockets.Wire>();
    var ticket = new LoginTicket(credentials, trust, wires::add);
    var unused = new TlsSockets(ticket).createSocket(plain, endpoint.host(), endpoint.port(), true);
    return new PgProtocol(wires.getLast());
  }

  private void logIn(String database, Credentials credentials)
      throws IOException, SQLException, GeneralSecurityException {
    messages.begin(startup(credentials.user(), database));
    for (var type = messages.next(); type != READY; type = messages.next()) {
      switch (type) {
        case LOGIN -> answer(ByteBuffer.wrap(messages.rest()), credentials);
        case KEY -> messages.skip();
        default -> throw unexpected(type);
      }
    }
    messages.skip();
  }

  private static byte[] startup(String user, String database) throws IOException {
    var body = new ByteArrayOutputStream();
    for (var text : List.of("user", user, "database", database, "")) {
      body.write(text.getBytes(StandardCharsets.UTF_8));
      body.write(0);
    }
    return ByteBuffer.allocate(8 + body.size())
        .putInt(8 + body.size())
        .putInt(VERSION_3)
        .put(body.toByteArray())
        .array();
  }

  private void answer(ByteBuffer request, Credentials credentials)
      throws IOException, GeneralSecurityException {
    var kind = request.getInt();
    var text = StandardCharsets.UTF_8.decode(request.slice()).toString();
    switch (kind) {
      case 0 -> {}
      case 3 -> send(terminated(password(credentials)));
      case 5 -> send(terminated(md5(credentials, request)));
      case 10 -> {
        var started = Scram.start(password(credentials));
        scram = Optional.of(started);
        var first = started.first().getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        var data = new DataOutputStream(body);
        data.write(terminated(Scram.MECHANISM));
        data.writeInt(first.length);
        data.write(first);
        send(body.toByteArray());
      }
      case 11 -> send(scram.orElseThrow().answer(text).getBytes(StandardCharsets.UTF_8));
      case 12 -> scram.orElseThrow().verify(text);
      default -> throw new ProtocolException("the server asks for the login method " + kind);
    }
  }

  private static String password(Credentials credentials) throws ProtocolException {
    return switch (credentials) {
      case Credentials.Password login -> login.password();
      case Credentials.ClientCertificate _ ->
          throw new ProtocolException("the server asks for a password of " + credentials.user());
    };
  }

  private static String md5(Credentials credentials, ByteBuffer salt)
      throws GeneralSecurityException, ProtocolException {
    var digest = MessageDigest.getInstance("MD5");
    digest.update(password(credentials).getBytes(StandardCharsets.UTF_8));
    digest.update(credentials.user().getBytes(StandardCharsets.UTF_8));
    digest.update(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
    digest.update(salt);
    return "md5" + HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  private void send(byte[] body) throws IOException {
    var message = new byte[PgProtocol.HEADER_BYTES + body.length];
    System.arraycopy(body, 0, message, PgProtocol.HEADER_BYTES, body.length);
    messages.send(ANSWER, message, body.length);
  }

  /**
   * Runs one statement, and returns its rows. A column that is null is an empty text. Texts arrive
   * in the session's encoding, so those that may have other letters than ASCII's must be asked for
   * in hexadecimal.
   */
  public List<List<String>> rows(String sql) throws SQLException {
    Lease.check();
    try {
      messages.query(sql);
      try {
        return readRows();
      } catch (SQLException e) {
        readRows();
        throw e;
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private List<List<String>> readRows() throws IOException, SQLException {
    var rows = new ArrayList<List<String>>();
    for (var type = messages.next(); type != READY; type = messages.next()) {
      switch (type) {
        case ROW -> rows.add(row(ByteBuffer.wrap(messages.rest())));
        case COLUMNS, COMPLETE -> messages.skip();
        default -> throw unexpected(type);
      }
    }
    messages.skip();
    return List.copyOf(rows);
  }

  private static List<String> row(ByteBuffer body) {
    var columns = body.getShort();
    var row = new ArrayList<String>();
    for (var i = 0; i < columns; i++) {
      var value = new byte[Math.max(0, body.getInt())];
      body.get(value);
      row.add(new String(value, StandardCharsets.UTF_8));
    }
    return List.copyOf(row);
  }

  private static ProtocolException unexpected(char type) {
    return new ProtocolException("the server sent %c unexpectedly".formatted(type));
  }

  private static SQLException broken(IOException e) {
    return new PSQLException(
        "The connection failed: " + e.getMessage(), PSQLState.CONNECTION_FAILURE, e);
  }

  private static void closeQuietly(Socket socket, Exception cause) {
    try {
      socket.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Ends the session; the server notices by the end of the connection. */
  @Override
  public void close() throws SQLException {
    try {
      socket.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
