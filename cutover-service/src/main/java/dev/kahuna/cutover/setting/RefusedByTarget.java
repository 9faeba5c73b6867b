package dev.kahuna.cutover.setting;

import dev.kahuna.appsetting.SettingLevel;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.Site;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds, before the first window, the settings of the app that Aurora will not take. Each is tried
 * on its database and rolled back.
 */
final class RefusedByTarget {
  private RefusedByTarget() {}

  /**
   * Names them.
   *
   * @param old what the app's sessions have on Heroku
   * @param now what sessions on Aurora have
   * @param role as which the app logs in
   */
  static List<Finding> findings(SessionView old, SessionView now, Connection target, String role)
      throws SQLException {
    var findings = new ArrayList<Finding>();
    for (var difference : old.differences(now)) {
      if (difference.old().isPresent()) {
        tried(difference, target, role).ifPresent(findings::add);
      }
    }
    return List.copyOf(findings);
  }

  private static Optional<Finding> tried(
      SettingDifference difference, Connection target, String role) throws SQLException {
    var statement = difference.onDatabase().remedy(target, role, SettingLevel.DATABASE);
    target.setAutoCommit(false);
    try {
      return statement
          .refusal(target)
          .map(
              reason ->
                  CarrySettings.finding(
                      "Aurora does not take a setting of the app: %s; %s. The app will run there without it, unless the cluster's parameter group sets it. If it is of no use, reset it on Heroku"
                          .formatted(
                              difference.describe(Site.HEROKU.label(), Site.AURORA.label()),
                              reason)));
    } finally {
      target.rollback();
      target.setAutoCommit(true);
    }
  }
}
