package dev.kahuna.monitor.wayback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.fault.Survives;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A replica of 15 that follows a server of 17, whole and broken. */
class WayBackProbeTest {
  @Test
  @Survives(
      fault = 38,
      done = "a row is on the replica already, so that applying fails; a table is made on Aurora",
      held = "the table, the key and the cure are said; then that the way back is whole again")
  void whatBreaksTheWayBackIsSaidAndNoMoreOnceItIsCured() throws Exception {
    try (var aurora = TestPostgres.of(17).set("wal_level", "logical").start();
        var replica = TestPostgres.of(15).set("logging_collector", "on").start();
        var probe =
            new WayBackProbe(
                new ReconnectingSession(() -> session(aurora)),
                new ReconnectingSession(() -> session(replica)))) {
      connect(aurora, replica);
      aurora.execute("INSERT INTO item VALUES (1)");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> probe.sample(Instant.now()).slot().orElseThrow().lagBytes() < 1000);
      assertThat(verdict(probe)).isEmpty();

      replica.execute("INSERT INTO item VALUES (2)");
      aurora.execute("INSERT INTO item VALUES (2)");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(verdict(probe))
                      .hasValueSatisfying(
                          said ->
                              assertThat(said)
                                  .contains(
                                      "duplicate key value violates unique constraint",
                                      "in table public.item (Key (id)=(2) already exists)",
                                      "Delete or change that row of public.item on the replica")));

      replica.execute("DELETE FROM item WHERE id = 2");
      await().atMost(Duration.ofSeconds(30)).until(() -> verdict(probe), Optional::isEmpty);

      aurora.execute("CREATE TABLE later (a int)");
      assertThat(verdict(probe))
          .hasValueSatisfying(
              said ->
                  assertThat(said)
                      .contains("ALTER PUBLICATION kahuna_reverse ADD TABLE \"public\".\"later\""));
      replica.execute("ALTER SUBSCRIPTION kahuna_reverse DISABLE");
      assertThat(verdict(probe))
          .hasValueSatisfying(
              said -> assertThat(said).contains("ALTER SUBSCRIPTION kahuna_reverse ENABLE"));
    }
  }

  /** Of two samples, the second so late that a worker's restart explains nothing. */
  private static Optional<String> verdict(WayBackProbe probe) throws Exception {
    var begun = Instant.now();
    var first = probe.sample(begun);
    var second = probe.sample(begun.plusSeconds(31));
    return WayBackJudge.beginning(begun.minusSeconds(1)).with(first).with(second).trouble(second);
  }

  private static Connection session(TestPostgres server) throws SQLException {
    return Databases.open(
        server.endpoint(), server.credentials(), server.trust(), PostgresOptions.of("monitor"));
  }

  private static void connect(TestPostgres aurora, TestPostgres replica) {
    aurora.execute(
        "CREATE TABLE item (id int PRIMARY KEY)",
        "CREATE ROLE kahuna_reverse LOGIN REPLICATION PASSWORD 'back'",
        "CREATE PUBLICATION kahuna_reverse FOR TABLE item",
        "SELECT pg_create_logical_replication_slot('kahuna_reverse', 'pgoutput')");
    replica.execute(
        "CREATE TABLE item (id int PRIMARY KEY)",
        ("CREATE SUBSCRIPTION kahuna_reverse CONNECTION 'host=127.0.0.1 port=%d dbname=postgres"
                + " user=kahuna_reverse password=back sslmode=require' PUBLICATION kahuna_reverse"
                + " WITH (create_slot = false, copy_data = false, slot_name = kahuna_reverse)")
            .formatted(aurora.endpoint().port()));
  }
}
