package dev.kahuna.cutover.fence;

import static dev.kahuna.cutover.app.AppDatabase.asApp;
import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
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
        var mark = HerokuWrites.mark(kahuna);
        assertThat(HerokuWrites.mark(kahuna)).isEqualTo(mark);
        execute(after, "BEGIN READ WRITE", "INSERT INTO t VALUES (3)", "COMMIT");
        assertThat(HerokuWrites.mark(kahuna).nextXid()).isGreaterThan(mark.nextXid());
        assertThat(Sessions.fence(kahuna)).as("again").isEqualTo(1);
        await().until(() -> HerokuWrites.mark(kahuna).changes() > mark.changes());
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
      try (var rogue = asApp(server)) {
        execute(rogue, "BEGIN READ WRITE", "INSERT INTO t VALUES (1)");
        execute(other, "INSERT INTO t VALUES (2)");
        var writes = HerokuWrites.read(kahuna);
        assertThat(writes.open()).isTrue();
        execute(rogue, "COMMIT");
        assertThat(HerokuWrites.mark(kahuna).nextXid()).isNotEqualTo(writes.mark().nextXid());
      }
      assertThat(HerokuWrites.read(kahuna).open()).isFalse();

      try (var rogue = asApp(server)) {
        execute(rogue, "BEGIN READ WRITE", "INSERT INTO t VALUES (3)");
        execute(other, "INSERT INTO t VALUES (4)");
        Sessions.fence(kahuna);
        assertThat(HerokuWrites.read(kahuna).open()).as("its session is ended").isFalse();
        assertThatThrownBy(() -> execute(rogue, "COMMIT")).isInstanceOf(SQLException.class);
      }
      assertThat(ask(kahuna, "SELECT string_agg(id::text, ' ' ORDER BY id) FROM t"))
          .isEqualTo("1 2 4");
    }
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
          "CREATE ROLE master LOGIN CREATEROLE PASSWORD 'm'",
          "SET ROLE master; CREATE ROLE \"the app\" LOGIN PASSWORD 'a'; RESET ROLE",
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
