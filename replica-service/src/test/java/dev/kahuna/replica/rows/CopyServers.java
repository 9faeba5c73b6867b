package dev.kahuna.replica.rows;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.schema.TargetPreparation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A source and a target, each a real server, with the same schema on both. A test class registers
 * them as its extension, which ends them after its last test.
 */
public final class CopyServers implements CopyPath, AfterAllCallback {
  private static final String FINGERPRINT =
      """
      SELECT count(*) || ' rows, ' || md5(string_agg(md5(t::text), '' ORDER BY md5(t::text)))
      FROM %s t""";

  public final TestPostgres source;
  public final TestPostgres target;

  private CopyServers(int from, int to) throws SQLException {
    var other = CompletableFuture.supplyAsync(() -> TestPostgres.of(to).start());
    source = TestPostgres.of(from).start();
    target = other.join();
    try (var connection = target()) {
      set(connection.sql(), "kahuna.owner", "postgres");
      Queries.of(TargetPreparation.class).run(connection.sql(), "create-journal");
    }
  }

  /**
   * Starts them.
   *
   * @param from the source's major version
   * @param to the target's
   */
  public static CopyServers start(int from, int to) {
    try {
      return new CopyServers(from, to);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same on both. */
  public void schema(String... statements) {
    source.execute(statements);
    target.execute(statements);
  }

  /** Copies every row. */
  public void copyRows() throws Exception {
    copy(DataCopy.CHUNK_BYTES, 2).run();
  }

  DataCopy copy(long chunkBytes, int connections) {
    return new DataCopy(this, connections, chunkBytes, progress -> {});
  }

  /** The tables that do not hold the same rows on both, or no row at all. */
  List<String> differing(List<String> tables) throws SQLException {
    try (var from = source();
        var to = target();
        var here = from.sql().createStatement();
        var there = to.sql().createStatement()) {
      var differing = new ArrayList<String>();
      for (var table : tables) {
        if (!Objects.equals(fingerprint(here, table), fingerprint(there, table))
            || fingerprint(here, table) == null) {
          differing.add(table);
        }
      }
      return differing;
    }
  }

  /** Null for a table without rows. */
  private static String fingerprint(Statement statement, String table) throws SQLException {
    try (var rows = statement.executeQuery(FINGERPRINT.formatted(table))) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Lines of the journal, chunk by chunk. */
  List<CopyJournal.Line> journal() throws SQLException {
    try (var connection = target()) {
      return List.copyOf(new CopyJournal(connection.sql()).lines().keySet());
    }
  }

  @Override
  public CopyConnection source() throws SQLException {
    return open(source);
  }

  @Override
  public CopyConnection target() throws SQLException {
    return open(target);
  }

  private static CopyConnection open(TestPostgres server) throws SQLException {
    return Databases.openForCopy(
        server.endpoint(),
        server.credentials(),
        server.trust(),
        PostgresOptions.of("copy").with("search_path", "pg_catalog"));
  }

  @Override
  public void check(Connection connection) {}

  private static void set(Connection connection, String name, String value) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.execute();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    source.close();
    target.close();
  }
}
