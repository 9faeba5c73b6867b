package dev.kahuna.cutover.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.database.Wal;
import dev.kahuna.cutover.replica.StandbyFreeze;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.database.ReplayStop;
import dev.kahuna.event.Lsn;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Another copy from a live replica: real servers, and an app that writes all the time. */
class SlotForCopyTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The common pool has one thread on two processors. */
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  @Survives(
      fault = 59,
      done = "another slot is made under writes, with a transaction open across its creation",
      held =
          "the standby's rows and what the slot sends are every row once; what it left is cleared")
  @Test
  void whatTheStandbyHoldsAndWhatTheSlotSendsIsEveryRowOnce() throws Exception {
    try (var replica = TestPostgres.of(15).set("wal_level", "logical").start();
        var standby = TestPostgres.of(15).following(replica).start();
        var target = TestPostgres.start()) {
      replica.execute("CREATE TABLE t (id serial PRIMARY KEY, note text)");
      var stop = new AtomicBoolean();
      var writing = CompletableFuture.runAsync(() -> write(replica, stop), THREADS);

      var point = slotUnderAnOpenTransaction(replica, standby);

      standby.restart();
      await("standby at " + point).atMost(LIMIT).until(() -> replayed(standby).equals(point));
      assertThat(standby.query("SELECT pg_get_wal_replay_pause_state()")).isEqualTo("paused");
      target.execute(
          "CREATE SCHEMA kahuna",
          "CREATE TABLE kahuna.heartbeat (id int PRIMARY KEY, sent_at timestamptz NOT NULL)",
          "CREATE TABLE kahuna.fence (id text PRIMARY KEY, written_at timestamptz NOT NULL)",
          "CREATE TABLE t (id int PRIMARY KEY, note text)",
          "INSERT INTO t SELECT unnest('%s'::int[])".formatted(ids(standby)),
          "CREATE SUBSCRIPTION kahuna CONNECTION 'host=127.0.0.1 port=%d dbname=postgres user=kahuna_replication password=p sslmode=require' PUBLICATION kahuna WITH (copy_data = false, create_slot = false, slot_name = 'kahuna')"
              .formatted(replica.endpoint().port()));
      stop.set(true);
      writing.join();
      await("every row on the target")
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(ids(target)).isEqualTo(ids(replica)));
      assertThat(target.query("SELECT count(*) FROM t WHERE note = 'open'")).isEqualTo("0");
      assertThat(target.log()).doesNotContain("duplicate key");
      assertThat(standby.query("SELECT count(*) FROM t WHERE note = 'open'")).isEqualTo("1");
    }
  }

  /** The server makes the slot only after the transaction has ended. */
  private static Lsn slotUnderAnOpenTransaction(TestPostgres replica, TestPostgres standby)
      throws Exception {
    try (var open = replica.open();
        var paused = standby.open();
        var maker = replica.open()) {
      open.setAutoCommit(false);
      run(open, "INSERT INTO t (note) VALUES ('open')");
      assertThat(StandbyFreeze.pause(paused)).isPresent();
      var made = CompletableFuture.supplyAsync(() -> create(maker), THREADS);
      await("creation waits for the transaction")
          .atMost(LIMIT)
          .failFast("the creation ends early", made::isDone)
          .until(
              () ->
                  replica
                      .query("SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'kahuna'")
                      .equals("1"));
      run(open, "INSERT INTO t (note) VALUES ('late')");
      assertThat(made).isNotDone();
      open.commit();
      var point = made.get();
      assertThat(Wal.replayedLsn(paused)).matches(point::isAtLeast);
      ReplayStop.set(paused, point);
      return point;
    }
  }

  private static Lsn create(Connection replica) {
    try {
      return PublicationAndSlot.create(replica, "p").orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(TestPostgres replica, AtomicBoolean stop) {
    try (var session = replica.open()) {
      while (!stop.get()) {
        run(session, "INSERT INTO t DEFAULT VALUES");
        run(session, "SELECT pg_sleep(0.005)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Lsn replayed(TestPostgres standby) throws SQLException {
    try (var session = standby.open()) {
      return Wal.replayedLsn(session);
    }
  }

  private static String ids(TestPostgres server) {
    return server.query("SELECT array_agg(id ORDER BY id) FROM t");
  }
}
