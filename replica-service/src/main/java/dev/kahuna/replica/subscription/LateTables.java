package dev.kahuna.replica.subscription;

import dev.kahuna.database.PlainNames;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.SchemaDifference;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables that were made after the subscription, which must be told to follow them. */
public final class LateTables {
  private static final Queries QUERIES = Queries.of(LateTables.class);
  private static final String READY = "r";

  private LateTables() {}

  /** Tables that the replica publishes and Aurora has, and does not follow. */
  public static List<String> notFollowed(Migration migration, Connection replica, Connection target)
      throws SQLException {
    var followed = states(target).keySet();
    var present = Set.copyOf(QUERIES.list(target, "present-tables", LateTables::name));
    return QUERIES
        .list(
            replica,
            "published-names",
            LateTables::name,
            migration.get(SlotCreated.class, Leg.TO_REPLICA).publication())
        .stream()
        .filter(table -> present.contains(table) && !followed.contains(table))
        .toList();
  }

  /** Such a table as a difference. A refresh takes care of all of them. */
  public static SchemaDifference toFact(String table) {
    return new SchemaDifference(
        "table %s of the subscription".formatted(table),
        "is missing",
        "-- 'kahuna apply-schema' lets the replication role read it, and refreshes the"
            + " subscription");
  }

  /**
   * Has the subscription follow every published table. It copies the rows that a new one has, for
   * which the replication role may read until then.
   *
   * @return whether every table follows
   */
  public static boolean follow(Migration migration, Connection replica, Connection target)
      throws SQLException {
    if (!notFollowed(migration, replica, target).isEmpty()) {
      QUERIES.run(replica, "let-replication-read");
      QUERIES.run(target, "refresh-subscription");
    }
    if (!states(target).values().stream().allMatch(READY::equals)) {
      return false;
    }
    QUERIES.run(replica, "end-replication-read");
    return true;
  }

  /** As both servers write it, whatever they reserve. */
  private static String name(ResultSet row) throws SQLException {
    return PlainNames.of(row.getString(1));
  }

  private static Map<String, String> states(Connection target) throws SQLException {
    return QUERIES
        .list(
            target,
            "followed-tables",
            row -> Map.entry(name(row), row.getString(2)),
            TargetSubscription.NAME)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
