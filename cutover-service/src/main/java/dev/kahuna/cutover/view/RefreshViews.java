package dev.kahuna.cutover.view;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.PlainNames;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.event.Site;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;

/**
 * Refreshes the materialized views of the database that the app moves to, since replication carries
 * none of their rows: they are as old as the copy, or as the app's last use of them there. The
 * refresh comes before the window, and what the app refreshes afterwards is not in it.
 *
 * @param longest for all views together; what takes longer is left to the operator
 */
public record RefreshViews(CutoverDatabases databases, Duration longest) {
  private static final Queries SQL = Queries.of(RefreshViews.class);

  private record View(String name, boolean whileRead) {
    String statement() {
      return "REFRESH MATERIALIZED VIEW %s%s".formatted(whileRead ? "CONCURRENTLY " : "", name);
    }
  }

  /** Refreshes what the old database has filled, and says what the operator should know. */
  public List<Finding> run(Migration migration, Leg leg) throws Exception {
    if (leg.from() == Site.HEROKU) {
      return List.of();
    }
    try (var servers = databases.forLongReading(migration)) {
      return leg.to() == Site.AURORA
          ? refresh(servers.get(0), servers.get(1), leg)
          : refresh(servers.get(1), servers.get(0), leg);
    }
  }

  List<Finding> refresh(Connection source, Connection target, Leg leg) throws SQLException {
    var filled = Set.copyOf(SQL.list(source, "populated", row -> PlainNames.of(row.getString(1))));
    var views =
        SQL.list(target, "refreshable", row -> new View(row.getString(1), row.getBoolean(2)));
    var end = System.nanoTime() + longest.toNanos();
    var findings = new ArrayList<Finding>();
    for (var view : views) {
      if (filled.contains(PlainNames.of(view.name()))) {
        findings.add(refresh(target, view, leg, Duration.ofNanos(end - System.nanoTime())));
      }
    }
    return List.copyOf(findings);
  }

  private Finding refresh(Connection target, View view, Leg leg, Duration left)
      throws SQLException {
    if (left.toMillis() < 1) {
      return stale(view, leg, "no time was left for it");
    }
    SQL.list(target, "limit", row -> row.getString(1), left.toMillis() + "ms");
    try (var statement = target.createStatement()) {
      statement.execute(view.statement());
      return new Finding(
          "materialized view",
          Severity.WARN,
          "%s is fresh on %s as of now; what the app refreshes on %s from now on is not in it, so run '%s' after the window if the app relies on that"
              .formatted(view.name(), leg.to().label(), leg.from().label(), view.statement()));
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) == FailureKind.UNAVAILABLE && !target.isValid(1)) {
        throw e;
      }
      return stale(view, leg, sentence(e));
    }
  }

  private static Finding stale(View view, Leg leg, String reason) {
    return new Finding(
        "materialized view",
        Severity.WARN,
        "%s was not refreshed on %s and is as old as the copy (%s): run '%s' there before you approve the window, or after it"
            .formatted(view.name(), leg.to().label(), reason, view.statement()));
  }

  /** The server's sentence without its detail, which may hold values. */
  private static String sentence(SQLException e) {
    return e instanceof PSQLException p && p.getServerErrorMessage() != null
        ? String.valueOf(p.getServerErrorMessage().getMessage())
        : String.valueOf(e.getMessage());
  }
}
