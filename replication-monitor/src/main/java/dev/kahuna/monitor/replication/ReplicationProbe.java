package dev.kahuna.monitor.replication;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.replication.ReplicationSample.Slot;
import dev.kahuna.monitor.replication.ReplicationSample.Subscription;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Queries both ends of the logical replication. */
final class ReplicationProbe implements AutoCloseable {

  private static final Queries SQL = Queries.of(ReplicationProbe.class);

  /**
   * The replica's sessions may still be read-only by default: the fence of Heroku's database came
   * with its WAL.
   */
  private static final PostgresOptions OPTIONS =
      PostgresOptions.of("monitor")
          .answeringWithin(Duration.ofSeconds(10))
          .with("default_transaction_read_only", "off");

  private final MigrationDatabases databases;
  private final Migration migration;
  private final SubscriptionStarted started;
  private final ReconnectingSession replica = new ReconnectingSession(this::openReplica);
  private final ReconnectingSession target = new ReconnectingSession(this::openTarget);

  ReplicationProbe(MigrationDatabases databases, Migration migration) {
    this.databases = databases;
    this.migration = migration;
    this.started = migration.get(SubscriptionStarted.class);
  }

  /** Connects to the database that the slot decodes, or to any if the slot is gone. */
  private Connection openReplica() throws SQLException {
    var server = databases.replica(migration);
    var first = server.open(OPTIONS);
    try (first) {
      var decoded = SQL.list(first, "slot-database", row -> row.getString(1), started.slot());
      return decoded.isEmpty()
          ? server.open(OPTIONS)
          : server.named(decoded.getFirst()).open(OPTIONS);
    }
  }

  private Connection openTarget() throws SQLException {
    return databases.target(migration).open(OPTIONS);
  }

  HeartbeatMeter send(HeartbeatMeter before) throws SQLException, InterruptedException {
    var sent =
        replica.ask(
            c ->
                slot(c).isEmpty()
                    ? before
                    : before.sending(SQL.one(c, "send-heartbeat", row -> instant(row, "sent_at"))));
    return sent;
  }

  /** Reads Aurora first, then the replica's clock, so what was seen is at most that old. */
  HeartbeatMeter look(HeartbeatMeter before) throws SQLException, InterruptedException {
    var arrived = target.ask(c -> SQL.list(c, "seen-heartbeat", row -> instant(row, "sent_at")));
    var now = replica.ask(c -> SQL.one(c, "publisher-position", row -> instant(row, "at")));
    return before.looking(arrived.stream().findFirst(), now);
  }

  /**
   * Reads the replica's position first: the WAL between it and the confirmed position has not
   * arrived yet.
   */
  ReplicationSample sample(Instant at, HeartbeatMeter heartbeat)
      throws SQLException, InterruptedException {
    var current =
        replica.ask(c -> SQL.one(c, "publisher-position", row -> Lsn.parse(row.getString("lsn"))));
    var slot = replica.ask(this::slot).stream().findFirst();
    if (slot.isEmpty()) {
      // The next slot may be in another database.
      replica.close();
    }
    var name = started.subscription();
    var subscription =
        target.ask(c -> SQL.list(c, "subscription", ReplicationProbe::subscription, name));
    return new ReplicationSample(
        at, current, slot, subscription.stream().findFirst(), target.ask(this::tables), heartbeat);
  }

  private List<Slot> slot(Connection connection) throws SQLException {
    return SQL.list(
        connection,
        "slot",
        row ->
            new Slot(
                row.getBoolean("active"),
                Lsn.parse(row.getString("confirmed")),
                row.getString("wal_status"),
                row.getLong("retained"),
                row.getString("walsender"),
                Lsn.parse(row.getString("sent"))),
        started.slot());
  }

  private Map<String, Integer> tables(Connection connection) throws SQLException {
    var states = new TreeMap<String, Integer>();
    SQL.list(
            connection,
            "table-states",
            row -> Map.entry(row.getString("state"), row.getInt("tables")),
            started.subscription())
        .forEach(state -> states.put(state.getKey(), state.getValue()));
    return states;
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    return new Subscription(
        row.getBoolean("enabled"),
        row.getBoolean("working"),
        row.getLong("apply_errors"),
        row.getString("conflicts"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @Override
  public void close() {
    replica.close();
    target.close();
  }
}
