package dev.kahuna.cutover.fence;

import static dev.kahuna.cutover.app.AppDatabase.asApp;
import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.app.RogueSession;
import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.SourceMark;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPasswords;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can't write after a fence, and how a write that passes it shows. */
class FencesTest {
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void theFenceEndsOldSessionsMakesNewOnesReadOnlyAndSeesWhoPassesIt(int major) throws Exception {
    try (var server = server(major);
        var kahuna = asApp(server, "cutover");
        var superuser = asSuperuser(server);
        var before = asApp(server)) {
      execute(before, "CREATE TABLE t (id int PRIMARY KEY)", "BEGIN", "INSERT INTO t VALUES (1)");

      assertThat(Sessions.fence(kahuna)).isEqualTo(1);
      assertThat(superuser.isValid(1)).isTrue();
      assertThatThrownBy(() -> execute(before, "COMMIT")).isInstanceOf(SQLException.class);
      try (var after = asApp(server)) {
        assertThatThrownBy(() -> execute(after, "INSERT INTO t VALUES (2)"))
            .hasMessageContaining("read-only transaction");
        var mark = SourceMarks.read(kahuna);
        assertThat(SourceMarks.read(kahuna)).isEqualTo(mark);
        execute(after, "BEGIN READ WRITE", "INSERT INTO t VALUES (3)", "COMMIT");
        assertThat(SourceMarks.read(kahuna).nextXid()).isGreaterThan(mark.nextXid());
        assertThat(Sessions.fence(kahuna)).as("again").isEqualTo(1);
        await().until(() -> SourceMarks.read(kahuna).changes() > mark.changes());
      }

      Sessions.lift(kahuna);
      try (var after = asApp(server)) {
        execute(after, "INSERT INTO t VALUES (4)");
      }
    }
  }

  /** Its number is lower than that of one that has ended, so the newest number doesn't move. */
  @Survives(
      fault = 16,
      done = "a transaction that began before the fence commits after it",
      held = "the mark shows it")
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void aRogueThatWasOpenAcrossAnotherCommitMovesTheMark(int major) throws Exception {
    try (var server = server(major);
        var kahuna = asApp(server, "cutover");
        var other = asSuperuser(server)) {
      execute(kahuna, "CREATE TABLE t (id int PRIMARY KEY)");
      Sessions.fence(kahuna);
      try (var rogue = RogueSession.on(server)) {
        rogue.execute("INSERT INTO t VALUES (1)");
        execute(other, "INSERT INTO t VALUES (2)");
        var mark = SourceMarks.read(kahuna);
        rogue.commit();
        assertThat(SourceMarks.read(kahuna).nextXid()).isNotEqualTo(mark.nextXid());
      }
    }
  }

  /** Nobody else makes a transaction after it, so no snapshot tells of it. */
  @Survives(
      fault = 35,
      done = "after the fence a transaction is open, alone, before and after its first write",
      held = "it is seen; its session is ended, and its COMMIT fails")
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void aTransactionThatIsOpenAloneIsSeenAndEnded(int major) throws Exception {
    try (var server = server(major);
        var kahuna = asApp(server, "cutover")) {
      execute(kahuna, "CREATE TABLE t (id int PRIMARY KEY)");
      Sessions.fence(kahuna);
      assertThat(OpenTransactions.of(kahuna)).isEmpty();
      try (var rogue = RogueSession.on(server)) {
        assertThat(OpenTransactions.of(kahuna)).as("before its first statement").hasSize(1);
        rogue.execute("INSERT INTO t VALUES (1)");
        assertThat(OpenTransactions.of(kahuna)).singleElement().asString().contains("(rogue)");
        assertThat(OpenTransactions.afterEndingSessions(kahuna)).isEmpty();
        assertThatThrownBy(rogue::commit).isInstanceOf(SQLException.class);
      }
      assertThat(ask(kahuna, "SELECT count(*) FROM t")).isEqualTo("0");
    }
  }

  @Survives(
      fault = 35,
      done = "a superuser's session has written, and a transaction is prepared",
      held = "both are named, for neither can be ended from here")
  @Test
  void whoCannotBeEndedIsNamed() throws Exception {
    try (var server = server(15, "max_prepared_transactions", "1");
        var kahuna = asApp(server, "cutover");
        var provider = asSuperuser(server)) {
      server.execute("REVOKE pg_monitor, pg_signal_backend FROM app");
      execute(provider, "SET application_name = 'provider'", "CREATE TABLE t (id int)", "BEGIN");
      assertThat(OpenTransactions.of(kahuna)).as("it has written nothing").isEmpty();
      execute(provider, "INSERT INTO t VALUES (1)");
      assertThat(OpenTransactions.afterEndingSessions(kahuna)).hasSize(1);
      execute(provider, "PREPARE TRANSACTION 'half'");
      assertThat(OpenTransactions.afterEndingSessions(kahuna))
          .singleElement()
          .asString()
          .contains("prepared transaction 'half'");
      execute(provider, "ROLLBACK PREPARED 'half'");
      assertThat(OpenTransactions.afterEndingSessions(kahuna)).isEmpty();
    }
  }

  @Survives(
      fault = 35,
      done = "TRUNCATE, DDL, nextval and a large object, each past the fence",
      held = "each moves the mark; ANALYZE and VACUUM do not")
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void everyKindOfWriteMovesTheMarkAndMaintenanceDoesNot(int major) throws Exception {
    try (var server = server(major);
        var kahuna = asApp(server, "cutover")) {
      asAnother(
          server,
          "CREATE TABLE t (id serial, words text)",
          "INSERT INTO t (words) SELECT repeat(md5(i::text), 200) FROM generate_series(1, 500) i",
          "CREATE STATISTICS together ON id, words FROM t");
      Sessions.fence(kahuna);
      for (var upkeep : List.of("ANALYZE t", "VACUUM t", "ANALYZE")) {
        var before = settled(kahuna);
        asAnother(server, upkeep);
        assertThat(settled(kahuna).showsWritesSince(before)).as(upkeep).isFalse();
      }
      for (var write :
          List.of(
              "SELECT nextval('t_id_seq')",
              "SELECT lo_create(0)",
              "ALTER TABLE t ADD COLUMN more int",
              "CREATE INDEX ON t (words text_pattern_ops) WHERE false",
              "COMMENT ON TABLE t IS 'seen'",
              "DELETE FROM t WHERE id = 1",
              "TRUNCATE t")) {
        var before = settled(kahuna);
        asAnother(server, write);
        await(write).until(() -> SourceMarks.read(kahuna).showsWritesSince(before));
      }
    }
  }

  /** By an own session that is over afterwards, past the fence. */
  private static void asAnother(TestPostgres server, String... statements) throws SQLException {
    try (var another = asApp(server)) {
      execute(another, "SET default_transaction_read_only = off");
      execute(another, statements);
    }
  }

  /** When two looks in a row are equal, late statistics have arrived. */
  private static SourceMark settled(Connection kahuna) {
    var last = new AtomicReference<SourceMark>();
    return await()
        .pollInterval(Duration.ofMillis(700))
        .until(
            () -> SourceMarks.read(kahuna),
            now -> {
              var before = last.getAndSet(now);
              return before != null && !now.showsWritesSince(before);
            });
  }

  @Test
  void theReplicasFenceLocksEverybodyOutButReplicationAndOpensAgain() throws Exception {
    try (var server = server(15);
        var replica = asSuperuser(server)) {
      server.execute("CREATE ROLE idle NOLOGIN");
      PublicationAndSlot.create(replica, "s3cret");
      var fence = new ReplicaFence();
      try (var app = asApp(server)) {
        assertThat(fence.close(replica)).isEqualTo(1);
        assertThat(app.isValid(1)).isFalse();
      }
      assertThatThrownBy(() -> asApp(server)).hasMessageContaining("not permitted to log in");
      assertThat(fence.close(replica)).as("again").isZero();
      execute(replica, "INSERT INTO kahuna.fence VALUES ('m', now())");

      fence.open(replica);
      fence.open(replica);

      try (var app = asApp(server)) {
        execute(app, "CREATE TABLE t (id int)");
      }
      assertThat(ask(replica, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'idle'"))
          .isEqualTo("f");
      assertThat(ask(replica, "SELECT count(*) FROM pg_db_role_setting")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void anUndoneWindowLocksTheAppOutOfAuroraUntilTheNext(int major) throws Exception {
    try (var server = server(major)) {
      // As on Aurora: the master user made the app's role and is no superuser.
      server.execute(
          "CREATE ROLE master LOGIN CREATEROLE " + TestPasswords.stored("m"),
          "SET ROLE master; CREATE ROLE \"the app\" LOGIN %s; RESET ROLE"
              .formatted(TestPasswords.stored("a")),
          "GRANT \"the app\", pg_signal_backend TO master");
      try (var master =
              Databases.open(
                  server.endpoint().withDatabase("app"),
                  new Credentials.Password("master", "m"),
                  server.trust(),
                  PostgresOptions.of("cutover"));
          var other = asApp(server)) {
        try (var dyno = asTheApp(server)) {
          AppLogin.close(master, "the app");
          assertThat(dyno.isValid(1)).isFalse();
        }
        assertThat(other.isValid(1)).isTrue();
        assertThatThrownBy(() -> asTheApp(server)).hasMessageContaining("not permitted to log in");
        AppLogin.close(master, "the app");

        AppLogin.open(master, "the app");
        AppLogin.open(master, "the app");

        try (var dyno = asTheApp(server)) {
          assertThat(dyno.isValid(1)).isTrue();
        }
      }
    }
  }

  private static Connection asTheApp(TestPostgres server) throws SQLException {
    return Databases.open(
        server.endpoint().withDatabase("app"),
        new Credentials.Password("the app", "a"),
        server.trust(),
        PostgresOptions.of("test"));
  }
}
