package dev.kahuna.appsetting;

import dev.kahuna.failure.FailureKind;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;

/** A statement that gives sessions of the app a setting. */
public record SettingStatement(String sql) {
  private static final Queries SQL = Queries.of(SettingStatement.class);

  private record Spelling(String database, String role, String name, String value) {}

  /**
   * The statement that makes this setting, at its level, for a role in this database.
   *
   * @param role that logs in; of no matter at the levels of server and database
   */
  public static SettingStatement of(Connection database, String role, AppSetting setting)
      throws SQLException {
    var spelled = spell(database, role, setting);
    return new SettingStatement(
        "%s SET %s TO %s"
            .formatted(place(spelled, setting.level()), spelled.name(), spelled.value()));
  }

  /** The statement that takes such a setting away again. */
  public static SettingStatement without(Connection database, String role, AppSetting setting)
      throws SQLException {
    var spelled = spell(database, role, setting);
    return new SettingStatement(
        "%s RESET %s".formatted(place(spelled, setting.level()), spelled.name()));
  }

  private static Spelling spell(Connection database, String role, AppSetting setting)
      throws SQLException {
    return SQL.one(
        database,
        "spell-setting",
        row -> new Spelling(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
        role,
        setting.name(),
        setting.name(),
        setting.value(),
        setting.value());
  }

  private static String place(Spelling spelled, SettingLevel level) {
    return switch (level) {
      case SERVER -> "ALTER SYSTEM";
      case DATABASE -> "ALTER DATABASE " + spelled.database();
      case ROLE -> "ALTER ROLE " + spelled.role();
      case ROLE_IN_DATABASE ->
          "ALTER ROLE %s IN DATABASE %s".formatted(spelled.role(), spelled.database());
    };
  }

  /**
   * Runs it.
   *
   * @return why the server refuses it, in its own words; empty if it took it
   * @throws SQLException if it could not be tried
   */
  public Optional<String> refusal(Connection database) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
      return Optional.empty();
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) != FailureKind.REJECTED) {
        throw e;
      }
      return Optional.of(words(e));
    }
  }

  private static String words(SQLException e) {
    return e instanceof PSQLException known && known.getServerErrorMessage() != null
        ? String.valueOf(known.getServerErrorMessage().getMessage())
        : String.valueOf(e.getMessage());
  }
}
