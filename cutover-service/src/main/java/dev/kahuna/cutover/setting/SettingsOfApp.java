package dev.kahuna.cutover.setting;

import dev.kahuna.appsetting.AppSetting;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.Site;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Carries the settings of the app's sessions before each window. */
public record SettingsOfApp(CutoverDatabases databases) {
  /**
   * Carries what differs.
   *
   * @param old URL by which the app finds its database now
   * @param now URL that it will get
   * @return what still differs, and before the first window what Aurora will not take
   */
  public List<Finding> carry(Migration migration, Leg leg, PostgresUrl old, PostgresUrl now)
      throws Exception {
    var here = asTheApp(migration, leg.from(), old);
    return switch (leg) {
      case TO_REPLICA ->
          Stream.of(carry(migration, leg, here, now), refusedByTarget(migration, here, old))
              .flatMap(List::stream)
              .toList();
      case TO_AURORA, BACK_TO_REPLICA -> carry(migration, leg, here, now);
    };
  }

  private List<Finding> carry(Migration migration, Leg leg, SessionView old, PostgresUrl now)
      throws Exception {
    var role = now.credentials().user();
    try (var connection = connection(migration, leg.to(), now)) {
      CarrySettings.Viewer viewer =
          switch (leg) {
            case TO_REPLICA, TO_AURORA -> () -> asTheApp(migration, leg.to(), now);
            // The replica's fence keeps the app out.
            case BACK_TO_REPLICA ->
                () -> asKahuna(migration, now, AppSetting.stored(connection, role));
          };
      return CarrySettings.run(leg, old, viewer, NewServer.of(connection, role));
    }
  }

  private Connection connection(Migration migration, Site site, PostgresUrl url)
      throws SQLException {
    return site == Site.REPLICA
        ? databases.replica(migration, url.endpoint().database())
        : databases.open(migration, site);
  }

  private SessionView asTheApp(Migration migration, Site site, PostgresUrl url)
      throws SQLException {
    try (var session = databases.bare(migration, site, url)) {
      return SessionView.of(session, url.credentials().user());
    }
  }

  private SessionView asKahuna(Migration migration, PostgresUrl url, List<AppSetting> stored)
      throws SQLException {
    try (var session = databases.bareReplica(migration, url.endpoint().database())) {
      return SessionView.of(session, url.credentials().user(), stored);
    }
  }

  private List<Finding> refusedByTarget(Migration migration, SessionView old, PostgresUrl heroku)
      throws SQLException {
    var role = heroku.credentials().user();
    try (var session = databases.bareTarget(migration);
        var target = databases.target(migration)) {
      return RefusedByTarget.findings(old, SessionView.of(session, role), target, role);
    }
  }
}
