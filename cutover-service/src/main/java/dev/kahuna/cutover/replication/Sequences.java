package dev.kahuna.cutover.replication;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.database.PlainNames;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Advances every sequence of the new database to the old one's after the fence, whether owned by a
 * column or not, and never moves one back. Logical replication does not carry sequences.
 */
public final class Sequences {
  private static final Queries SQL = Queries.of(Sequences.class);

  private final CutoverDatabases databases;

  /**
   * The state of a sequence.
   *
   * @param quoted its name, quoted for SQL on either server
   * @param called whether {@code lastValue} was given out, or is the next to be
   */
  private record State(
      String quoted, long increment, boolean cycles, long lastValue, boolean called) {
    /** Whether this one gives out no value that the other has given out. */
    boolean isAtLeast(State other) {
      var order = Long.signum(increment) * Integer.signum(Long.compare(lastValue, other.lastValue));
      return !cycles && (order > 0 || (order == 0 && (called || !other.called)));
    }
  }

  public Sequences(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    try (var servers = databases.both(migration, leg)) {
      var source = servers.get(0);
      var target = servers.get(1);
      var attempt = migration.attempt(AttemptSeries.cutover(leg));
      return StepOutcome.done(new SequencesAdvanced(leg, attempt, advance(source, target)));
    }
  }

  /** Returns how many sequences there are. */
  public static int advance(Connection source, Connection target) throws Exception {
    var both = Parallel.all(() -> states(source), () -> states(target));
    var here = both.get(0);
    var there = both.get(1);
    for (var sequence : here.entrySet()) {
      var wanted = sequence.getValue();
      var present = there.get(sequence.getKey());
      if (present == null) {
        throw new Rejected(
            "The sequence %s is missing on the new database; create it there"
                .formatted(PlainNames.of(wanted.quoted())));
      }
      if (!present.isAtLeast(wanted)) {
        SQL.one(
            target,
            "set-sequence",
            r -> r.getLong(1),
            wanted.quoted(),
            wanted.lastValue(),
            wanted.called());
      }
    }
    return here.size();
  }

  private static Map<String, State> states(Connection connection) throws SQLException {
    var states = new HashMap<String, State>();
    for (var sequence :
        SQL.list(
            connection,
            "sequences",
            r -> new State(r.getString(3), r.getLong(4), r.getBoolean(5), 0, false))) {
      states.put(sequence.quoted(), read(connection, sequence));
    }
    return states;
  }

  /** Reads the relation, since pg_sequences hides a value that is set but not given out yet. */
  private static State read(Connection connection, State sequence) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery("SELECT last_value, is_called FROM " + sequence.quoted())) {
      row.next();
      return new State(
          sequence.quoted(),
          sequence.increment(),
          sequence.cycles(),
          row.getLong(1),
          row.getBoolean(2));
    }
  }
}
