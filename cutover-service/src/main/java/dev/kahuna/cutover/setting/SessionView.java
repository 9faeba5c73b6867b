package dev.kahuna.cutover.setting;

import dev.kahuna.appsetting.AppSetting;
import dev.kahuna.appsetting.SettingLevel;
import dev.kahuna.postgres.BareSession;
import dev.kahuna.postgres.Queries;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings that a fresh session of the app has on one server.
 *
 * @param settings by their names in lower case
 */
record SessionView(Map<String, SeenSetting> settings) {
  private static final Queries SQL = Queries.of(SessionView.class);
  private static final String TRUE = "t";

  /** A hot standby runs no statement in a serializable transaction, which may be the default. */
  private static final String COMMITTED = "BEGIN ISOLATION LEVEL READ COMMITTED; %s; COMMIT";

  SessionView {
    settings = Map.copyOf(settings);
  }

  /** Reads the settings of a session that a role has just begun. */
  static SessionView of(BareSession session, String role) throws SQLException {
    return of(session, role, List.of());
  }

  /**
   * Reads the settings that a role's session would have.
   *
   * @param session of another role, in the same database
   * @param stored what is stored for the role's sessions
   */
  static SessionView of(BareSession session, String role, List<AppSetting> stored)
      throws SQLException {
    for (var setting : stored) {
      var unused = session.rows(COMMITTED.formatted(set(setting.name(), setting.value())));
    }
    // In one message, and so in one transaction: a pooler may give the next one another session.
    var rows =
        session.rows(
            COMMITTED.formatted(set("kahuna.role", role) + ";" + SQL.text("seen-settings")));
    var settings = new TreeMap<String, SeenSetting>();
    for (var row : rows.subList(1, rows.size())) {
      var level = SettingLevel.values()[Integer.parseInt(row.get(2))];
      var setting = new AppSetting(text(row.get(0)), text(row.get(1)), level);
      settings.put(
          setting.name().toLowerCase(Locale.ROOT),
          new SeenSetting(setting, row.get(3).equals(TRUE), row.get(4).equals(TRUE)));
    }
    return new SessionView(settings);
  }

  private static String set(String name, String value) {
    return SQL.text("set-in-session").formatted(hex(name), hex(value));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
  }

  /**
   * What would be different for the app on another server. Where nobody chose a value on either,
   * both have the default of their version, and that may differ.
   *
   * @param other where the app moves to
   */
  List<SettingDifference> differences(SessionView other) {
    var names = new TreeSet<>(settings.keySet());
    names.addAll(other.settings.keySet());
    var differences = new ArrayList<SettingDifference>();
    for (var name : names) {
      var here = Optional.ofNullable(settings.get(name));
      var there = Optional.ofNullable(other.settings.get(name));
      if (concerns(here, there) && !value(here).equals(value(there))) {
        differences.add(new SettingDifference(here, there));
      }
    }
    return List.copyOf(differences);
  }

  private static boolean concerns(Optional<SeenSetting> here, Optional<SeenSetting> there) {
    if (here.filter(SeenSetting::isOfApp).isPresent()
        || there.filter(SeenSetting::isOfApp).isPresent()) {
      return true;
    }
    return here.isPresent()
        && (here.get().shapesResults() || there.filter(SeenSetting::shapesResults).isPresent())
        && (here.get().chosen() || there.filter(SeenSetting::chosen).isPresent());
  }

  private static Optional<String> value(Optional<SeenSetting> seen) {
    return seen.map(SeenSetting::value);
  }
}
