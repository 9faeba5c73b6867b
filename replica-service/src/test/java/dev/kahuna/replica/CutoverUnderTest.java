package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;
import static dev.kahuna.event.Leg.TO_REPLICA;
import static org.awaitility.Awaitility.await;

import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Lsn;
import dev.kahuna.postgres.Queries;
import dev.kahuna.request.SecretRef;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The first cutover as far as the databases see it, without a window. */
record CutoverUnderTest(ReplicaUnderTest run) {
  private static final Queries QUERIES = Queries.of(CutoverUnderTest.class);
  private static final int FIRST_WITH_PROMOTE = 12;
  private static final String PASSWORD = "replication password";

  /** Drains, freezes, promotes, makes publication and slot; returns how long the drain took. */
  Duration perform(int major) throws SQLException {
    run.check();
    var fence = fence();
    run.ship();
    var began = Instant.now();
    awaitReplayed(REPLICA, fence);
    awaitReplayed(STANDBY, fence);
    var drained = Duration.between(began, Instant.now());
    freeze();
    promote(major);
    run.secretsManager.put("kahuna/" + ReplicaUnderTest.ID + "/replication-password", PASSWORD);
    run.secretsManager.put("new-url", run.source.databaseUrl());
    run.steps.know(
        new CutoverPrepared(TO_REPLICA, 1, List.of(), SecretRef.aws("new-url"), List.of()),
        new SlotCreated(TO_REPLICA, 1, 1, "kahuna", "kahuna", publish()),
        new CutoverCompleted(TO_REPLICA, 1, 0));
    return drained;
  }

  private Lsn fence() throws SQLException {
    try (var source = run.source.superuser()) {
      return Lsn.parse(QUERIES.one(source, "current-lsn", row -> row.getString(1)));
    }
  }

  private void awaitReplayed(HostRole role, Lsn lsn) {
    await(role + " replayed to " + lsn)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              try (var server = run.host(role)) {
                return QUERIES.one(server, "replayed", row -> row.getBoolean(1), lsn.toString());
              }
            });
  }

  private void freeze() throws SQLException {
    try (var standby = run.host(STANDBY)) {
      QUERIES.run(standby, "pause");
      var at = Lsn.parse(QUERIES.one(standby, "where", row -> row.getString(1)));
      ReplayStop.set(standby, at);
      run.steps.know(new StandbyFrozen(TO_REPLICA, 1, 1, at));
    }
  }

  private void promote(int major) throws SQLException {
    try (var replica = run.host(REPLICA)) {
      QUERIES.run(replica, major < FIRST_WITH_PROMOTE ? "promote-before-12" : "promote");
    }
    await("promotion")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              try (var replica = run.host(REPLICA)) {
                return !QUERIES.one(replica, "in-recovery", row -> row.getBoolean(1));
              }
            });
  }

  private Lsn publish() throws SQLException {
    try (var replica = run.host(REPLICA)) {
      QUERIES.run(replica, "publish");
      return Lsn.parse(QUERIES.one(replica, "slot", row -> row.getString(1)));
    }
  }
}
