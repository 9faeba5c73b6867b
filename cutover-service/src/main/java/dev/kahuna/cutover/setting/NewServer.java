package dev.kahuna.cutover.setting;

import dev.kahuna.appsetting.SettingLevel;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The server that the app moves to, as it can be given settings. In recovery it takes none for a
 * database or a role; those come with the WAL. But a superuser may set the server's own.
 *
 * @param kept what the operator has set in the server's configuration file
 */
record NewServer(Connection connection, String role, boolean inRecovery, Set<String> kept) {
  private static final Queries SQL = Queries.of(NewServer.class);

  static NewServer of(Connection connection, String role) throws SQLException {
    var inRecovery = SQL.one(connection, "in-recovery", row -> row.getBoolean(1));
    return new NewServer(
        connection,
        role,
        inRecovery,
        inRecovery
            ? new HashSet<>(SQL.list(connection, "operators-own", row -> row.getString(1)))
            : Set.of());
  }

  /**
   * Makes the app's sessions as they are on the old server.
   *
   * @return why that was not done; empty if it was
   */
  Optional<String> carry(SettingDifference difference) throws SQLException {
    if (inRecovery && difference.isOfApp()) {
      return Optional.of("the replica has yet to replay this setting, or it rejects the value");
    }
    if (kept.contains(difference.name().toLowerCase(Locale.ROOT))) {
      return Optional.of("kahuna.replica.settings has it otherwise");
    }
    if (difference.isChosenOnNewAlone()) {
      return Optional.of("somebody chose it there");
    }
    return difference.remedy(connection, role, least()).refusal(connection);
  }

  /** Lets the server's own settings take effect in sessions that begin from now on. */
  void reload() throws SQLException {
    if (inRecovery) {
      SQL.run(connection, "reload");
    }
  }

  /** The statement for the operator. */
  String remedy(SettingDifference difference) throws SQLException {
    var sql = difference.shown().remedy(connection, role, least()).sql();
    return sql.startsWith("ALTER SYSTEM") ? sql + "; SELECT pg_reload_conf()" : sql;
  }

  private SettingLevel least() {
    return inRecovery ? SettingLevel.SERVER : SettingLevel.DATABASE;
  }
}
