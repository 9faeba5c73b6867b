package dev.kahuna.bench.restore;

import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.archive.ArchiveStore;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.SourceDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes eight tables with rows like a web shop's, which compress to a third, ships a base backup,
 * and then WAL: of rows that change again and again, of rows that change anywhere, of new rows.
 *
 * @param percent of the full size
 */
record SourceLoad(SourceDatabase source, ArchiveStore store, int percent, Story story) {
  private static final int TABLES = 8;
  private static final int ROWS = 1_600_000;
  private static final int ROUNDS = 3;

  /** A round of writes changes every row of one part of a table in so many, as apps have it. */
  private static final int HOT = 20;

  /** It also changes one row anywhere of so many, and adds as many. */
  private static final int ELSEWHERE = 400;

  private static final Duration SHIPPING_LIMIT = Duration.ofMinutes(10);
  private static final String WAL = "wal_005/";
  private static final Pattern SEGMENT = Pattern.compile(WAL + "([0-9A-F]{24})\\.[a-z0-9]+");

  private static final String CREATE =
      """
      CREATE TABLE account_%d (id bigint PRIMARY KEY, balance bigint NOT NULL, profile text NOT NULL)
      """;

  private static final String INSERT =
      """
      INSERT INTO account_%d
      SELECT i, i %% 100000,
             format('{"customer": "%%s", "state": "%%s", "currency": "EUR", "reference": "%%s"}',
                    i %% 5000,
                    CASE i %% 4 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' ELSE 'delivered' END,
                    md5(i::text))
      FROM generate_series(%d, %d) i""";

  private static final String UPDATE_HOT =
      "UPDATE account_%d SET balance = balance + 1 WHERE id <= %d";

  private static final String UPDATE_ELSEWHERE =
      """
      UPDATE account_%d SET balance = balance + 1
      WHERE id IN (SELECT (random() * %d)::bigint FROM generate_series(1, %d))""";

  /** Does all of that. The server is stopped afterwards. */
  ShippedArchive ship() throws IOException, SQLException {
    fill();
    story.tell("Taking the base backup");
    var backup = source.pushBaseBackup();
    write();
    var end = switchWal();
    var contents = contents(source.server(), source.databaseName());
    awaitShipped(end.segment());
    source.server().stop();
    var first = backup.substring("base_".length());
    return new ShippedArchive(
        store.list("basebackups_005/" + backup + "/tar_partitions/").toList(),
        store
            .list(WAL)
            .filter(
                object -> {
                  var segment = segment(object);
                  return first.compareTo(segment) <= 0 && segment.compareTo(end.segment()) <= 0;
                })
            .toList(),
        end.lsn(),
        contents);
  }

  private void fill() throws SQLException {
    var phase = new Phase(story, "Making the data", TABLES);
    for (var table = 1; table <= TABLES; table++) {
      execute(CREATE.formatted(table));
      execute(INSERT.formatted(table, 1, rows()));
      phase.advance();
    }
    execute("VACUUM (ANALYZE)");
  }

  private void write() throws SQLException {
    var phase = new Phase(story, "Writing, so that there is WAL to replay", ROUNDS);
    var written = rows() / ELSEWHERE;
    for (var round = 0; round < ROUNDS; round++) {
      var there = rows() + round * written;
      for (var table = 1; table <= TABLES; table++) {
        execute(UPDATE_HOT.formatted(table, rows() / HOT));
        execute(UPDATE_ELSEWHERE.formatted(table, there, written));
        execute(INSERT.formatted(table, there + 1, there + written));
      }
      phase.advance();
    }
  }

  private long rows() {
    return (long) ROWS * percent / 100;
  }

  private void execute(String sql) throws SQLException {
    source.server().execute(source.databaseName(), sql);
  }

  private record End(String lsn, String segment) {}

  private End switchWal() throws SQLException {
    try (var superuser = source.superuser();
        var statement = superuser.createStatement();
        var row =
            statement.executeQuery(
                "SELECT lsn, pg_walfile_name(lsn) FROM (SELECT pg_switch_wal() AS lsn) AS switched")) {
      row.next();
      return new End(row.getString(1), row.getString(2));
    }
  }

  private void awaitShipped(String segment) throws IOException {
    story.tell("Waiting for the last WAL in the archive");
    var deadline = System.nanoTime() + SHIPPING_LIMIT.toNanos();
    while (store.list(WAL + segment).findAny().isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(segment + " is not in the archive after " + SHIPPING_LIMIT);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  /** The name of a segment that an object of the WAL has; empty if it is something else. */
  static String segment(ArchiveStore.Entry object) {
    var name = SEGMENT.matcher(object.name());
    return name.matches() ? name.group(1) : "";
  }

  /** How many rows there are in all, and what they hold. */
  static String contents(PostgresServer server, String database) throws SQLException {
    var all =
        IntStream.rangeClosed(1, TABLES)
            .mapToObj("SELECT balance FROM account_%d"::formatted)
            .collect(Collectors.joining(" UNION ALL "));
    try (var session = server.superuser(database);
        var statement = session.createStatement();
        var row =
            statement.executeQuery(
                "SELECT format('%%s rows, balance %%s', count(*), sum(balance)) FROM (%s) AS account"
                    .formatted(all))) {
      row.next();
      return row.getString(1);
    }
  }
}
