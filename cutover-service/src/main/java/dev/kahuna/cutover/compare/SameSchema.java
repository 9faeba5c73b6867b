package dev.kahuna.cutover.compare;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Site;
import dev.kahuna.migration.Migration;
import dev.kahuna.schema.Difference;
import dev.kahuna.schema.SchemaComparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keeps a window shut while the schemas differ: logical replication carries none of their changes.
 */
public final class SameSchema {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int NAMED = 10;

  private final CutoverDatabases databases;
  private final SchemaComparison comparison = new SchemaComparison();

  /** How long the newest look at a migration's schemas took, by its id. */
  private final Map<String, Duration> newest = new ConcurrentHashMap<>();

  public SameSchema(CutoverDatabases databases) {
    this.databases = databases;
  }

  /** Why the window of this leg can't open; a replica of Heroku's database has its schema. */
  public Optional<String> difference(Migration migration, Leg leg) throws Exception {
    if (leg.from() == Site.HEROKU) {
      return Optional.empty();
    }
    try (var servers = databases.forLongReading(migration)) {
      return leg.from() == Site.REPLICA
          ? difference(migration, leg, servers.get(0), servers.get(1))
          : difference(migration, leg, servers.get(1), servers.get(0));
    }
  }

  /**
   * Looks once more after the fence, for a change that was made since the window opened. It does
   * not look if the look before took longer than allowed, or if there was none.
   */
  Optional<String> differenceWithin(Duration allowed, Migration migration, Leg leg)
      throws Exception {
    var took = Optional.ofNullable(newest.get(migration.id()));
    return took.filter(time -> time.compareTo(allowed) <= 0).isPresent()
        ? difference(migration, leg)
        : Optional.empty();
  }

  Optional<String> difference(Migration migration, Leg leg, Connection source, Connection target)
      throws SQLException {
    var began = System.nanoTime();
    var found = comparison.open(migration, source, target, LIMIT);
    newest.put(migration.id(), Duration.ofNanos(System.nanoTime() - began));
    return found.isEmpty() ? Optional.empty() : Optional.of(told(migration, leg, found));
  }

  private static String told(Migration migration, Leg leg, List<Difference> found) {
    var more = found.size() - NAMED;
    return "the schema of %s must be equal to that of %s, and %s: %s%s. %s"
        .formatted(
            leg.to().label(),
            leg.from().label(),
            found.size() == 1 ? "1 object differs" : "%d objects differ".formatted(found.size()),
            found.stream()
                .limit(NAMED)
                .map(difference -> difference.key() + " " + difference.said())
                .collect(Collectors.joining("; ")),
            more > 0 ? "; and %d more".formatted(more) : "",
            (leg == Leg.TO_AURORA
                    ? "'kahuna status %1$s' lists the SQL, and 'kahuna apply-schema %1$s' runs it"
                    : "'kahuna status %1$s' lists the SQL for the replica")
                .formatted(migration.id()));
  }
}
