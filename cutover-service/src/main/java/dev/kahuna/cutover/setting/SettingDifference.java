package dev.kahuna.cutover.setting;

import dev.kahuna.appsetting.AppSetting;
import dev.kahuna.appsetting.SettingLevel;
import dev.kahuna.appsetting.SettingStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A setting that the app's sessions have otherwise on the new server than on the old one. At least
 * one of them has it.
 */
record SettingDifference(Optional<SeenSetting> old, Optional<SeenSetting> now) {
  String name() {
    return old.or(() -> now).orElseThrow().setting().name();
  }

  /** Whether the new server's owner chose it there at a level that the old one does not use. */
  boolean isChosenOnNewAlone() {
    return levelOf(now).compareTo(levelOf(old)) > 0;
  }

  /** Whether owner or role of the app's database decided it, on either server. */
  boolean isOfApp() {
    return levelOf(now) != SettingLevel.SERVER || levelOf(old) != SettingLevel.SERVER;
  }

  /**
   * What makes the new server's sessions like the old one's.
   *
   * @param least at which the new server can be given a setting
   */
  SettingStatement remedy(Connection newServer, String role, SettingLevel least)
      throws SQLException {
    var level = max(least, max(levelOf(old), levelOf(now)));
    return old.isPresent()
        ? SettingStatement.of(newServer, role, new AppSetting(name(), value(old), level))
        : SettingStatement.without(newServer, role, new AppSetting(name(), "", level));
  }

  /** The same, as if the app's database had it and not its role. */
  SettingDifference onDatabase() {
    return new SettingDifference(
        old.map(SeenSetting::onDatabase), now.map(SeenSetting::onDatabase));
  }

  /** Such as {@code TimeZone is 'UTC' on the replica and 'GMT' on Aurora}. */
  String describe(String oldServer, String newServer) {
    return "%s is %s on %s and %s on %s"
        .formatted(name(), quoted(old), oldServer, quoted(now), newServer);
  }

  /** The same, with nothing in it that must not be shown. */
  SettingDifference shown() {
    return new SettingDifference(old.map(SeenSetting::shown), now.map(SeenSetting::shown));
  }

  private static String quoted(Optional<SeenSetting> seen) {
    return seen.map(setting -> "'" + setting.shown().value() + "'").orElse("unset");
  }

  private static String value(Optional<SeenSetting> seen) {
    return seen.map(SeenSetting::value).orElse("");
  }

  private static SettingLevel levelOf(Optional<SeenSetting> seen) {
    return seen.map(SeenSetting::level).orElse(SettingLevel.SERVER);
  }

  private static SettingLevel max(SettingLevel one, SettingLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
