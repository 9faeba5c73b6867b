package dev.kahuna.replica.rows;

import dev.kahuna.database.Database;
import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.copy.SessionSetting;
import dev.kahuna.replica.schema.IndexSizes;
import dev.kahuna.replica.schema.SchemaEntry;
import dev.kahuna.replica.schema.SchemaRestore;
import dev.kahuna.replica.schema.TargetPreparation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The copy without a migration: from one database into another, empty one, by the same code as in
 * the steps. Exists to be measured against other tools.
 *
 * <p>In the environment: {@code SOURCE_URL} and {@code TARGET_URL} as {@code postgres://…}, {@code
 * PG_DUMP} with the path of that program, {@code CONNECTIONS}. The source must not be written to
 * meanwhile. Prints the seconds of each part and the peak heap in MiB, as JSON; the JVM's warm-up
 * does not count.
 */
public final class DirectCopy implements CopyPath {
  private static final Queries QUERIES = Queries.of(TargetPreparation.class);
  private static final double NANOS = 1e9;
  private static final String WARM_UP =
      "COPY (SELECT repeat('x', 100) FROM generate_series(1, 5000000)) TO STDOUT (FORMAT binary)";

  private final PostgresUrl from;
  private final PostgresUrl to;

  private DirectCopy(PostgresUrl from, PostgresUrl to) {
    this.from = from;
    this.to = to;
  }

  public static void main(String[] arguments) throws Exception {
    var connections = Integer.parseInt(environment("CONNECTIONS"));
    var copy =
        new DirectCopy(
            PostgresUrl.parse(environment("SOURCE_URL")),
            PostgresUrl.parse(environment("TARGET_URL")));
    copy.prepare();
    copy.warmUp();
    var schema =
        new SchemaRestore(
            () -> Database.onHeroku(copy.to).open(CopyEndpoints.OPTIONS),
            connections,
            progress -> {});
    var begun = System.nanoTime();
    schema.preData(copy.entries("pre-data"));
    var madeTables = System.nanoTime();
    new DataCopy(copy, connections, DataCopy.CHUNK_BYTES, progress -> {}).run();
    var copied = System.nanoTime();
    schema.postData(copy.entries("post-data"), copy.sizes());
    var ended = System.nanoTime();
    System.out.printf(
        "{\"tables\": %.2f, \"rows\": %.2f, \"indexes\": %.2f, \"heapMaxMb\": %d}%n",
        (madeTables - begun) / NANOS,
        (copied - madeTables) / NANOS,
        (ended - copied) / NANOS,
        heapMaxMb());
  }

  /**
   * Lets the JVM compile the code that pipes rows, as it does in a service within a second of the
   * first row.
   */
  private void warmUp() throws SQLException {
    try (var from = source();
        var to = target()) {
      to.sql().setAutoCommit(false);
      try (var statement = to.sql().createStatement()) {
        statement.execute("CREATE TEMPORARY TABLE warm_up (row text)");
      }
      var rows = from.read(WARM_UP);
      var writer = to.write("COPY warm_up FROM STDIN (FORMAT binary)");
      for (var part = writer.pass(rows); part > 0; ) {
        part = writer.pass(rows);
      }
      writer.end();
      to.sql().rollback();
    }
  }

  private static String environment(String name) {
    return Objects.requireNonNull(System.getenv(name), () -> name + " is not set");
  }

  private void prepare() throws SQLException {
    try (var session = target()) {
      var target = session.sql();
      SessionSetting.set(target, "kahuna.owner", to.credentials().user());
      QUERIES.run(target, "create-journal");
    }
  }

  private List<SchemaEntry> entries(String section) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            environment("PG_DUMP"),
            "--section=" + section,
            "--quote-all-identifiers",
            "--no-owner",
            "--no-privileges",
            "--no-tablespaces",
            "--no-publications",
            "--no-subscriptions");
    builder
        .environment()
        .putAll(
            Map.of(
                "PGHOST", from.endpoint().host(),
                "PGPORT", String.valueOf(from.endpoint().port()),
                "PGDATABASE", from.endpoint().database(),
                "PGUSER", from.credentials().user(),
                "PGPASSWORD", from.credentials().password(),
                "PGSSLMODE", "require"));
    var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("pg_dump ended with status " + process.exitValue());
    }
    return SchemaEntry.parse(dump);
  }

  private Map<String, Long> sizes() throws SQLException {
    try (var source = source()) {
      return IndexSizes.of(source.sql());
    }
  }

  private static long heapMaxMb() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  @Override
  public CopyConnection source() throws SQLException {
    return Database.onHeroku(from).openForCopy(CopyEndpoints.OPTIONS);
  }

  @Override
  public CopyConnection target() throws SQLException {
    return Database.onHeroku(to).openForCopy(CopyEndpoints.ROWS);
  }

  @Override
  public void check(Connection source) {}
}
