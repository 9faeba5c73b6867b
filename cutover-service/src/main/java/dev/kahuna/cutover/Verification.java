package dev.kahuna.cutover;

import dev.kahuna.event.Course;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.Rejected;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Compares both sides behind the fence: every published table is subscribed and ready, and the
 * tables that can be counted in the time there is hold equally many rows. A difference undoes the
 * cutover.
 */
final class Verification {
  private static final Queries SQL = Queries.of(Verification.class);
  private static final long WORTH_ONE_CONNECTION = 16L << 20;
  private static final long LARGEST_TABLE = 64L << 20;
  private static final long ALTOGETHER = 256L << 20;
  private static final String READY = "r";

  private final CutoverDatabases databases;

  /**
   * A table.
   *
   * @param quoted as SQL names it
   */
  private record Table(String schema, String name, String quoted, long bytes) {
    String full() {
      return schema + "." + name;
    }
  }

  Verification(CutoverDatabases databases) {
    this.databases = databases;
  }

  StepOutcome run(Migration migration, Leg leg) throws Exception {
    try (var servers = databases.both(migration, leg)) {
      var counted = countable(ready(servers.get(0), servers.get(1), ReplicationEnd.name(leg)));
      var rows = new LongAdder();
      var queue = new ConcurrentLinkedQueue<>(counted);
      if (counted.stream().mapToLong(Table::bytes).sum() <= WORTH_ONE_CONNECTION) {
        compare(servers, queue, rows);
      } else {
        Together.map(List.of(1, 2, 3), worker -> compareApart(migration, leg, queue, rows));
      }
      var attempt = migration.attempt(Course.cutover(leg));
      return StepOutcome.done(new DataVerified(leg, attempt, counted.size(), rows.sum()));
    }
  }

  /** What is published, all of it proven to be in the subscription and ready. */
  private static List<Table> ready(Connection source, Connection target, String name)
      throws SQLException {
    var published =
        SQL.list(
            source,
            "published-tables",
            r -> new Table(r.getString(1), r.getString(2), r.getString(3), r.getLong(4)),
            name);
    var states = new HashMap<String, String>();
    SQL.list(
            target,
            "subscribed-tables",
            r -> Map.entry(r.getString(1) + "." + r.getString(2), r.getString(3)),
            name)
        .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
    var unready =
        published.stream()
            .map(Table::full)
            .filter(table -> !READY.equals(states.get(table)))
            .limit(5)
            .toList();
    if (!unready.isEmpty()) {
      throw new Rejected(
          "Not replicated to the other side: %s. A table made after the schema was copied must be"
                  .formatted(String.join(", ", unready))
              + " made there too, and the subscription refreshed");
    }
    return published;
  }

  /** The smallest tables first, as many as there is time for; Kahuna's own do not count. */
  private static List<Table> countable(List<Table> tables) {
    var chosen = new ArrayList<Table>();
    var bytes = 0L;
    for (var table : tables) {
      bytes += table.bytes();
      if (table.bytes() <= LARGEST_TABLE
          && bytes <= ALTOGETHER
          && !table.schema().equals("kahuna")) {
        chosen.add(table);
      }
    }
    return List.copyOf(chosen);
  }

  private boolean compareApart(
      Migration migration, Leg leg, Queue<Table> queue, LongAdder rows) throws Exception {
    try (var servers = databases.both(migration, leg)) {
      compare(servers, queue, rows);
      return true;
    }
  }

  private static void compare(Connections servers, Queue<Table> queue, LongAdder rows)
      throws SQLException {
    for (var table = queue.poll(); table != null; table = queue.poll()) {
      var here = count(servers.get(0), table);
      var there = count(servers.get(1), table);
      if (here != there) {
        throw new Rejected(
            "Table %s has %d rows on the old database and %d on the new one"
                .formatted(table.full(), here, there));
      }
      rows.add(here);
    }
  }

  /** The name was quoted by the server itself. */
  private static long count(Connection connection, Table table) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT count(*) FROM " + table.quoted())) {
      result.next();
      return result.getLong(1);
    }
  }
}
