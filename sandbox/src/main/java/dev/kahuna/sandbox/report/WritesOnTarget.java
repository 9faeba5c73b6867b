package dev.kahuna.sandbox.report;

import dev.kahuna.database.Database;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.load.Acknowledgement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks for every acknowledged write in the database that should have it. */
public final class WritesOnTarget {
  private WritesOnTarget() {}

  /** Looks in the database that the app uses now, whichever that is. */
  public static Writes writesOf(HerokuApp app, List<Acknowledgement> acknowledged)
      throws SQLException {
    var url = PostgresUrl.parse(app.config().getOrDefault("DATABASE_URL", ""));
    try (var database = Database.onHeroku(url).open(PostgresOptions.of("sandbox"))) {
      return writes(database, acknowledged);
    }
  }

  /** Looks in the table {@code draws}. */
  public static Writes writes(Connection target, List<Acknowledgement> acknowledged)
      throws SQLException {
    Map<String, Long> stored =
        Queries.of(WritesOnTarget.class)
            .list(target, "stored-draws", row -> Map.entry(row.getString(1), row.getLong(2)))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    var found =
        acknowledged.stream().filter(a -> stored.containsKey(a.request().toString())).count();
    var doubled =
        acknowledged.stream()
            .filter(a -> stored.getOrDefault(a.request().toString(), 0L) > 1)
            .count();
    return new Writes(acknowledged.size(), found, acknowledged.size() - found, doubled);
  }
}
