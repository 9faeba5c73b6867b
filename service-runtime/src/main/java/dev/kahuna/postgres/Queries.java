package dev.kahuna.postgres;

import dev.kahuna.lease.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the statements of {@code sql/<name>.sql} beside the class that uses them. In place of a line
 * {@code \i /dev/kahuna/…/sql/<name>.sql} they have the text of that resource, as in psql, so that
 * several can share a condition.
 */
public final class Queries {

  /** Makes a value of the current row. */
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static final Pattern INCLUDE = Pattern.compile("(?m)^ *\\\\i (\\S+)$");

  private final Class<?> user;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  private Queries(Class<?> user) {
    this.user = user;
  }

  public static Queries of(Class<?> user) {
    return new Queries(user);
  }

  /** Returns the row of a statement that must return exactly one. */
  public <T> T one(Connection connection, String name, Row<T> row, Object... parameters)
      throws SQLException {
    var rows = list(connection, name, row, parameters);
    if (rows.size() != 1) {
      throw new SQLException(
          "%s.sql returned %d rows instead of one".formatted(name, rows.size()), "21000");
    }
    return rows.getFirst();
  }

  public <T> List<T> list(Connection connection, String name, Row<T> row, Object... parameters)
      throws SQLException {
    try (var statement = prepare(connection, name, parameters);
        var results = statement.executeQuery()) {
      var rows = new ArrayList<T>();
      while (results.next()) {
        rows.add(row.read(results));
      }
      return List.copyOf(rows);
    }
  }

  /**
   * Runs a statement whose rows, if any, do not matter.
   *
   * @return the number of rows changed; 0 for one that changes none
   */
  public int run(Connection connection, String name, Object... parameters) throws SQLException {
    try (var statement = prepare(connection, name, parameters)) {
      statement.execute();
      return Math.max(0, statement.getUpdateCount());
    }
  }

  /** The text itself, for statements that must reach the server some other way. */
  public String text(String name) {
    return texts.computeIfAbsent(name, this::load);
  }

  private PreparedStatement prepare(Connection connection, String name, Object... parameters)
      throws SQLException {
    Lease.check();
    var statement = connection.prepareStatement(text(name));
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private String load(String name) {
    return INCLUDE
        .matcher(resource("sql/" + name + ".sql"))
        .replaceAll(line -> Matcher.quoteReplacement(resource(line.group(1)).stripTrailing()));
  }

  private String resource(String path) {
    try (var resource = user.getResourceAsStream(path)) {
      if (resource == null) {
        throw new IllegalArgumentException(
            "There is no %s beside %s".formatted(path, user.getName()));
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
