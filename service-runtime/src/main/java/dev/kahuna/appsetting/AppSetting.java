package dev.kahuna.appsetting;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A setting for sessions of the app.
 *
 * @param value as Postgres shows it; lists have the quotes that their elements need
 */
public record AppSetting(String name, String value, SettingLevel level) {
  private static final Queries SQL = Queries.of(AppSetting.class);

  /**
   * What {@code ALTER DATABASE … SET} and {@code ALTER ROLE … SET} give a role's sessions in this
   * database, the winning ones last. Kahuna's own settings are left out, the fence among them.
   */
  public static List<AppSetting> stored(Connection database, String role) throws SQLException {
    return SQL.list(
        database,
        "stored-settings",
        row ->
            new AppSetting(
                row.getString(1), row.getString(2), SettingLevel.values()[row.getInt(3)]),
        role);
  }

  /** Whether app or extension invented it. Its value may be a secret, and is never shown. */
  public boolean isCustom() {
    return name.contains(".");
  }

  @Override
  public String toString() {
    return name + " " + level;
  }
}
