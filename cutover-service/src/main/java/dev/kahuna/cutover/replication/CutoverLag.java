package dev.kahuna.cutover.replication;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.database.Follower;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/** Measures how far the new database lags, from the databases themselves and not from the log. */
public final class CutoverLag {
  /** The archive holds whole segments, so a replica that has replayed all may lag by one. */
  static final long REPLICA_BYTES = 16L << 20;

  private static final long STANDBY_BYTES = 2 * REPLICA_BYTES;
  private static final double TARGET_SECONDS = 5;
  private static final Poll PROBE =
      new Poll(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(3));

  private static final Queries SQL = Queries.of(CutoverLag.class);

  private final CutoverDatabases databases;

  public CutoverLag(CutoverDatabases databases) {
    this.databases = databases;
  }

  /**
   * The reason why a window can't open: too great a lag, or a prepared transaction.
   *
   * @param old URL of the database that the app uses now
   */
  public Optional<String> tooFar(Migration migration, Leg leg, PostgresUrl old) throws Exception {
    return switch (leg) {
      case TO_REPLICA -> replica(migration, old);
      case BACK_TO_REPLICA -> back(migration);
      case TO_AURORA -> target(migration);
    };
  }

  private Optional<String> replica(Migration migration, PostgresUrl old) throws SQLException {
    try (var heroku = databases.heroku(old);
        var replica = databases.replay(migration)) {
      var prepared = prepared(heroku);
      var now = Wal.insertLsn(heroku);
      var replicaLag = now.minus(Wal.replayedLsn(replica));
      if (replicaLag > REPLICA_BYTES) {
        return Optional.of("the replica is %d bytes behind".formatted(replicaLag));
      }
      var standbyLag =
          migration.request().hasStandby() ? standby(migration, now) : Optional.<String>empty();
      return standbyLag.or(() -> prepared);
    }
  }

  private Optional<String> standby(Migration migration, Lsn now) throws SQLException {
    try (var standby = databases.standby(migration)) {
      var lag = now.minus(Wal.replayedLsn(standby));
      return lag > STANDBY_BYTES
          ? Optional.of("the replica's standby is %d bytes behind".formatted(lag))
          : Optional.empty();
    }
  }

  /** The replica's clock stamps the heartbeat, and its age is measured by the same clock. */
  private Optional<String> target(Migration migration) throws SQLException {
    try (var replica = databases.replica(migration);
        var target = databases.target(migration)) {
      var sent =
          SQL.list(
              target,
              "heartbeat-on-target",
              r -> Optional.ofNullable(r.getObject(1, OffsetDateTime.class)));
      var newest = sent.getFirst();
      if (newest.isEmpty()) {
        return Optional.of("no heartbeat has reached Aurora yet");
      }
      var seconds = SQL.one(replica, "seconds-since", r -> r.getDouble(1), newest.get());
      return seconds > TARGET_SECONDS
          ? Optional.of(
              String.format(Locale.ROOT, "Aurora's newest heartbeat is %.1f s old", seconds))
          : prepared(replica);
    }
  }

  /**
   * A window that opens while the replica can't follow is undone after its whole budget. So the
   * replica must show a row that was written on Aurora a moment ago: it proves the whole path.
   */
  private Optional<String> back(Migration migration) throws Exception {
    try (var aurora = databases.target(migration);
        var replica = databases.replica(migration)) {
      var lag = SQL.list(aurora, "reverse-lag", r -> r.getLong(1));
      if (lag.isEmpty()) {
        throw new Rejected(
            "Aurora has lost the slot of the way back, or it was dropped: the replica can't follow it");
      }
      var written = SQL.one(aurora, "write-probe", r -> r.getString(1));
      if (!PROBE.until(() -> SQL.one(replica, "find-probe", r -> r.getBoolean(1), written))) {
        return Optional.of(brokenWayBack(replica, lag.getFirst()));
      }
      return prepared(aurora);
    }
  }

  private static String brokenWayBack(Connection replica, long lag) throws SQLException {
    var name = ReverseReplication.NAME;
    var follower = Follower.read(replica, name);
    var why =
        follower.isEmpty()
            ? "its subscription %s is gone".formatted(name)
            : follower
                .get()
                .trouble("the replica", "Aurora", name)
                .orElse("it is %d bytes behind and still applies changes".formatted(lag));
    return "the replica does not show a row that was written on Aurora %d s ago: %s"
        .formatted(PROBE.limit().toSeconds(), why);
  }

  /** A prepared transaction outlives its session, so no fence stops it. */
  private static Optional<String> prepared(Connection connection) throws SQLException {
    return SQL.list(connection, "prepared-transactions", r -> r.getString(1)).stream()
        .findFirst()
        .map(
            gid -> "the prepared transaction '%s' must be committed or rolled back".formatted(gid));
  }
}
