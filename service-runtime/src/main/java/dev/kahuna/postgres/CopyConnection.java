package dev.kahuna.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A connection that copies rows as they come. The driver logs in and runs all statements but {@code
 * COPY}: that goes over the driver's socket while the driver is idle and waits for nothing. The
 * driver's own way makes an array and some calls for every row; of short rows (1.4 million of 97
 * bytes, over TLS) a copy took 2.4 s of the processor's time outside the servers that way, and
 * takes 1.5 s this way.
 *
 * <p>After a failed COPY the connection is useless and must be closed.
 */
public final class CopyConnection implements AutoCloseable {
  private final Connection sql;
  private final PgProtocol messages;

  private CopyConnection(Connection sql, PgProtocol messages) {
    this.sql = sql;
    this.messages = messages;
  }

  static CopyConnection over(Connection sql, TlsSockets.Wire wire) throws IOException {
    return new CopyConnection(sql, new PgProtocol(wire));
  }

  /** For every statement but {@code COPY}. */
  public Connection sql() {
    return sql;
  }

  /**
   * Begins to read rows.
   *
   * @param statement {@code COPY … TO STDOUT}; in the transaction that the driver has open, which
   *     without auto-commit it opens with its own first statement
   */
  public CopyReader read(String statement) throws SQLException {
    begin(statement, PgProtocol.COPY_OUT);
    return new CopyReader(messages);
  }

  /**
   * Begins to write rows.
   *
   * @param statement {@code COPY … FROM STDIN}; in the transaction that the driver has open, which
   *     without auto-commit it opens with its own first statement
   */
  public CopyWriter write(String statement) throws SQLException {
    begin(statement, PgProtocol.COPY_IN);
    return new CopyWriter(messages);
  }

  private void begin(String statement, char answer) throws SQLException {
    try {
      messages.query(statement);
      messages.expect(answer);
      messages.skip();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  static SQLException broken(IOException e) {
    return new PSQLException(
        String.format(Locale.ROOT, "The connection broke during a copy: %s", e.getMessage()),
        PSQLState.CONNECTION_FAILURE,
        e);
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
