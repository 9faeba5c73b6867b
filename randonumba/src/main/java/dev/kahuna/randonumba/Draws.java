package dev.kahuna.randonumba;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** The numbers drawn, in Postgres. */
final class Draws {
  private static final int HIGHEST = 1_000_000;

  /** A stored draw; {@code at} is ISO 8601. */
  record Draw(long id, int number, String at) {}

  private final ConnectionPool pool;
  private volatile boolean tablesSeen;

  Draws(ConnectionPool pool) {
    this.pool = pool;
  }

  /** Draws a number and commits it before returning. */
  Draw draw(String requestId) throws SQLException {
    var number = ThreadLocalRandom.current().nextInt(1, HIGHEST + 1);
    return withTables(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO draws (request_id, number) VALUES (?, ?) RETURNING id, drawn_at")) {
            insert.setString(1, requestId);
            insert.setInt(2, number);
            try (var row = insert.executeQuery()) {
              row.next();
              return new Draw(row.getLong(1), number, row.getTimestamp(2).toInstant().toString());
            }
          }
        });
  }

  long count() throws SQLException {
    return withTables(
        connection -> {
          try (var query = connection.createStatement();
              var row = query.executeQuery("SELECT count(*) FROM draws")) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** The newest first. */
  List<Draw> last(int limit) throws SQLException {
    return withTables(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "SELECT id, number, drawn_at FROM draws ORDER BY id DESC LIMIT ?")) {
            query.setInt(1, limit);
            var draws = new ArrayList<Draw>();
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                var at = rows.getTimestamp(3).toInstant().toString();
                draws.add(new Draw(rows.getLong(1), rows.getInt(2), at));
              }
            }
            return draws;
          }
        });
  }

  /** The worker's writes. */
  void tick(String worker) throws SQLException {
    withTables(
        connection -> {
          try (var insert = connection.prepareStatement("INSERT INTO ticks (worker) VALUES (?)")) {
            insert.setString(1, worker);
            return insert.executeUpdate();
          }
        });
  }

  /** Connects and creates the tables before the first request; logs a failure and goes on. */
  void warmUp() {
    try {
      withTables(connection -> true);
    } catch (SQLException e) {
      System.out.println("database not ready: " + e.getMessage());
    }
  }

  private <T> T withTables(ConnectionPool.Work<T> work) throws SQLException {
    return pool.use(
        connection -> {
          if (!tablesSeen) {
            makeTables(connection);
            tablesSeen = true;
          }
          return work.with(connection);
        });
  }

  /**
   * Looks first, because in a read-only database {@code CREATE TABLE IF NOT EXISTS} fails even if
   * there is nothing to create.
   */
  private static void makeTables(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("SELECT to_regclass('ticks') IS NOT NULL")) {
        row.next();
        if (row.getBoolean(1)) {
          return;
        }
      }
      statement.execute(resource("tables.sql"));
    }
  }

  static String resource(String name) {
    try (var stream = Objects.requireNonNull(Draws.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
