package dev.kahuna.cutover.replica;

import dev.kahuna.cutover.database.Connections;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.cutover.fence.Lineage;
import dev.kahuna.cutover.fence.OpenTransactions;
import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.SourceMark;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pushes the last WAL to the archive and waits until the replica, and its standby if there is one,
 * have replayed it.
 *
 * <p>To the replica, a failed fetch looks like the end of the archive, so an idle replay proves
 * nothing: the replica must have replayed an LSN from after the fence, and must have the fence
 * itself, which only the WAL of that database brings. No transaction may be open on Heroku when
 * that LSN is read. If one has ended there meanwhile, the drain starts again with a newer LSN.
 */
public final class WalDrain {
  private static final Queries SQL = Queries.of(WalDrain.class);

  private final CutoverDatabases databases;
  private final Map<String, Goal> goals = new ConcurrentHashMap<>();

  /** Every transaction that ended before the mark was read lies before the LSN. */
  private record Goal(SourceMark mark, Lsn lsn) {}

  public WalDrain(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var servers = servers(migration)) {
      var heroku = servers.get(0);
      var replica = servers.get(1);
      var replaying = servers.all().subList(1, servers.all().size());
      var attempt = migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA));
      var key = migration.id() + "#" + attempt;
      var set = goals.containsKey(key) ? Optional.of(goals.get(key)) : newGoal(key, heroku);
      if (set.isEmpty()) {
        return StepOutcome.notYet(
            "a transaction is open on Heroku's database after the fence; its session is ended",
            Duration.ofMillis(10));
      }
      var goal = set.get();
      var lsn = later(goal.lsn(), migration.get(SourceFenced.class, Leg.TO_REPLICA).fenceLsn());
      if (!Poll.DATABASE.until(() -> haveReplayed(replaying, lsn))) {
        return waiting(lsn, replaying);
      }
      requireLineage(heroku, replaying);
      goals.remove(key);
      // Read again for the statistics: those of the last sessions may have come late.
      var mark = SourceMarks.read(heroku);
      if (mark.nextXid() != goal.mark().nextXid()) {
        return StepOutcome.notYet(
            "a transaction has ended on Heroku after the fence; draining again",
            Duration.ofMillis(1));
      }
      return StepOutcome.done(
          new ReplicaDrained(Leg.TO_REPLICA, attempt, Wal.replayedLsn(replica), mark));
    }
  }

  /** Heroku, the replica, and the standby if there is one. */
  private Connections servers(Migration migration) throws Exception {
    Callable<Connection> heroku = () -> databases.heroku(migration);
    Callable<Connection> replica = () -> databases.replay(migration);
    return migration.request().hasStandby()
        ? Connections.open(heroku, replica, () -> databases.standby(migration))
        : Connections.open(heroku, replica);
  }

  /** Undoes the window: no waiting turns another database's WAL into this one's. */
  private static void requireLineage(Connection heroku, List<Connection> replaying)
      throws SQLException {
    for (var server : replaying) {
      if (!Lineage.isShared(heroku, server)) {
        throw new Rejected(
            ("The %s has replayed everything up to the fence by its LSN, but it does not have"
                    + " the fence: it follows another database than the one that the app uses. Check"
                    + " archive.prefix and source.config-var, and whether a follower was changed over"
                    + " or another migration moved the app, then cancel this migration")
                .formatted(server == replaying.getFirst() ? "replica" : "standby"));
      }
    }
  }

  private static boolean haveReplayed(List<Connection> servers, Lsn lsn) throws SQLException {
    for (var server : servers) {
      if (!Wal.replayedLsn(server).isAtLeast(lsn)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the mark, then the LSN, then pushes the segment with that LSN to the archive. Empty while
   * a transaction is open: those of clients are ended here, those of autovacuum end on their own.
   */
  private Optional<Goal> newGoal(String key, Connection heroku) throws Exception {
    if (!OpenTransactions.of(heroku).isEmpty()
        && !OpenTransactions.afterEndingSessions(heroku).isEmpty()) {
      return Optional.empty();
    }
    var goal = new Goal(SourceMarks.read(heroku), Wal.insertLsn(heroku));
    SQL.run(heroku, "push-wal");
    goals.put(key, goal);
    return Optional.of(goal);
  }

  private static Lsn later(Lsn one, Lsn other) {
    return one.isAtLeast(other) ? one : other;
  }

  private static StepOutcome waiting(Lsn goal, List<Connection> replaying) throws SQLException {
    var standby =
        replaying.size() > 1
            ? ", its standby at %s".formatted(Wal.replayedLsn(replaying.get(1)))
            : "";
    return StepOutcome.notYet(
        "waiting for %s to be replayed; the replica is at %s%s"
            .formatted(goal, Wal.replayedLsn(replaying.getFirst()), standby),
        Duration.ofMillis(50));
  }
}
