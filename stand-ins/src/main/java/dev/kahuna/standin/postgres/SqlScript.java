package dev.kahuna.standin.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Statements from a resource, with names filled in where it says {@code :name} in quotes. */
record SqlScript(List<String> statements) {

  /** Reads the resource; values are put in with the quotes that the resource has round them. */
  static SqlScript read(String resource, Map<String, String> values) throws IOException {
    try (var in = Objects.requireNonNull(SqlScript.class.getResourceAsStream(resource))) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var value : values.entrySet()) {
        text =
            text.replace("\":" + value.getKey() + "\"", quoted(value.getValue(), '"'))
                .replace("':" + value.getKey() + "'", quoted(value.getValue(), '\''));
      }
      return new SqlScript(Arrays.stream(text.split(";\\R")).filter(s -> !s.isBlank()).toList());
    }
  }

  private static String quoted(String value, char quote) {
    var one = String.valueOf(quote);
    return one + value.replace(one, one + one) + one;
  }

  /** Runs the statements, each for itself: some may not be in a transaction. */
  void run(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Not the statements: there are passwords in them. */
  @Override
  public String toString() {
    return "SqlScript of " + statements.size() + " statements";
  }
}
