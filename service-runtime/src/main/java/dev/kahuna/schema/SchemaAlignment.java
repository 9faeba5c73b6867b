package dev.kahuna.schema;

import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postgresql.util.PSQLException;

/**
 * Makes a database's schema equal to another's. What is refused because it needs something else is
 * tried again after the rest.
 *
 * @param owner a session of the role that will own what is made
 * @param master a session of the role that may make extensions
 */
public record SchemaAlignment(Connection owner, Connection master) {
  private static final Queries SQL = Queries.of(SchemaAlignment.class);

  /**
   * What must be there, or gone, before rows that are under way arrive.
   *
   * @return what the server refused, by the object: its sentence, without values
   */
  public Map<String, String> beforeRows(List<Difference> differences) throws SQLException {
    return run(differences, Difference::before);
  }

  /** What can be made when all rows have arrived. Returns what the server refused. */
  public Map<String, String> afterRows(List<Difference> differences) throws SQLException {
    return run(differences, Difference::after);
  }

  private Map<String, String> run(
      List<Difference> differences, Function<Difference, List<String>> part) throws SQLException {
    SQL.list(owner, "pin-owner", row -> row.getString(1));
    SQL.list(master, "pin-owner", row -> row.getString(1));
    var refused = new LinkedHashMap<String, String>();
    var pending = new ArrayList<>(differences);
    for (var progress = true; progress; ) {
      refused.clear();
      for (var difference : pending) {
        attempt(difference.byMaster() ? master : owner, part.apply(difference))
            .ifPresent(sentence -> refused.put(difference.key(), sentence));
      }
      progress =
          pending.removeIf(difference -> !refused.containsKey(difference.key()))
              && !refused.isEmpty();
    }
    return Map.copyOf(refused);
  }

  private static Optional<String> attempt(Connection session, List<String> statements)
      throws SQLException {
    session.setAutoCommit(false);
    try (var statement = session.createStatement()) {
      statement.setEscapeProcessing(false);
      for (var sql : statements) {
        statement.execute(sql);
      }
      session.commit();
      return Optional.empty();
    } catch (SQLException e) {
      session.rollback();
      if (PostgresFailures.isOfServer(e)) {
        throw e;
      }
      return Optional.of(sentence(e));
    } finally {
      session.setAutoCommit(true);
    }
  }

  /** The server's sentence without its detail, which may hold values. */
  private static String sentence(SQLException e) {
    return e instanceof PSQLException p && p.getServerErrorMessage() != null
        ? String.valueOf(p.getServerErrorMessage().getMessage())
        : String.valueOf(e.getMessage());
  }
}
