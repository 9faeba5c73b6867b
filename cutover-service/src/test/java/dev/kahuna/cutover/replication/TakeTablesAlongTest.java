package dev.kahuna.cutover.replication;

import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.compare.CatalogDifference;
import dev.kahuna.cutover.fence.ReplicaFence;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The statements that a refused rollback prints, run as they are, on servers of 17 and 15. */
class TakeTablesAlongTest {
  private static final Pattern STATEMENTS =
      Pattern.compile("as (?:the master user|superuser), '([^']*)'");
  private static final String ORDERS = "CREATE TABLE orders (id int PRIMARY KEY)";
  private static final List<String> LATER =
      List.of(
          "CREATE TABLE keyless (a int)",
          "CREATE SCHEMA extra",
          "CREATE TABLE extra.\"Odd Name\" (id int PRIMARY KEY, what text)",
          // Reserved from 16 on.
          "CREATE TABLE \"system_user\" (\"system_user\" int PRIMARY KEY)",
          "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id)",
          "CREATE TABLE part_a PARTITION OF parted FOR VALUES FROM (0) TO (100)");

  @Test
  @Survives(
      fault = 38,
      done = "tables and a partition are made on Aurora; what the refusal prints is run as printed",
      held =
          "their rows reach the replica, UPDATE and DELETE work, and nothing is refused any more")
  void whatTheRefusalPrintsTakesTheTablesAlong() throws Exception {
    try (var aurora = server(17);
        var replica = server(15);
        var postgres = asSuperuser(replica)) {
      aurora.execute(
          "CREATE ROLE master LOGIN CREATEDB CREATEROLE REPLICATION PASSWORD 'm'",
          "GRANT app TO master",
          "ALTER DATABASE app OWNER TO master",
          "GRANT ALL ON DATABASE app TO app");
      try (var master = login(aurora, "master", "m");
          var app = login(aurora, "app", "p:w")) {
        follow(aurora, master, app, postgres);
        execute(app, LATER.toArray(String[]::new));
        execute(
            app,
            "INSERT INTO keyless VALUES (1), (2), (3)",
            "INSERT INTO extra.\"Odd Name\" VALUES (1, 'thing')",
            "INSERT INTO parted VALUES (5)",
            "INSERT INTO public.system_user VALUES (1)");

        var refused =
            catchThrowable(() -> CatalogDifference.none(master, postgres, "kahuna_reverse"));
        System.out.println(refused.getMessage());
        assertThat(refused).hasMessageContaining("table public.keyless is not replicated");
        for (var statement : printed(refused.getMessage(), "the master user")) {
          execute(master, statement);
        }
        try (var operator = operator(replica)) {
          execute(operator, LATER.toArray(String[]::new));
          for (var statement : printed(refused.getMessage(), "superuser")) {
            execute(operator, statement);
          }
        }
        execute(app, "UPDATE keyless SET a = 7 WHERE a = 1", "DELETE FROM keyless WHERE a = 2");

        arrives(postgres, "SELECT string_agg(a::text, ' ' ORDER BY a) FROM public.keyless", "3 7");
        arrives(postgres, "SELECT what FROM extra.\"Odd Name\"", "thing");
        arrives(postgres, "SELECT string_agg(id::text, ' ') FROM public.parted", "5");
        arrives(postgres, "SELECT count(*) FROM public.system_user", "1");
        arrives(postgres, "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'", "0");
        assertThat(CatalogDifference.none(master, postgres, "kahuna_reverse")).hasSize(5);
      }
    }
  }

  private static TestPostgres server(int version) {
    var server = TestPostgres.of(version).set("wal_level", "logical").start();
    server.execute("CREATE ROLE app LOGIN PASSWORD 'p:w'", "CREATE DATABASE app OWNER app");
    return server;
  }

  /** As the second window leaves it: the replica closed, and following Aurora. */
  private static void follow(
      TestPostgres aurora, Connection master, Connection app, Connection postgres)
      throws Exception {
    var sql = Queries.of(ReverseReplication.class);
    execute(postgres, ORDERS);
    execute(master, "GRANT ALL ON SCHEMA public TO app");
    execute(app, ORDERS);
    sql.run(master, "reverse-role");
    execute(
        master,
        "ALTER ROLE kahuna_reverse PASSWORD 'back'",
        "CREATE PUBLICATION kahuna_reverse FOR TABLE orders");
    sql.run(master, "reverse-slot");
    var connection =
        "host=127.0.0.1 port=%d dbname=app user=kahuna_reverse password=back sslmode=require"
            .formatted(aurora.endpoint().port());
    sql.one(postgres, "set", r -> r.getString(1), "kahuna.connection", connection);
    sql.one(postgres, "set", r -> r.getString(1), "kahuna.options", "");
    sql.run(postgres, "reverse-subscription");
    new ReplicaFence().close(postgres);
    new SubscriptionSwitch(postgres, "kahuna_reverse").enable();
  }

  /** The statements for one of both sides, each once. */
  private static List<String> printed(String refusal, String login) {
    return STATEMENTS
        .matcher(refusal)
        .results()
        .filter(found -> found.group().startsWith("as " + login))
        .flatMap(found -> Stream.of(found.group(1).split("; ")))
        .distinct()
        .toList();
  }

  /** With nothing that the fence's read-only default would not meet. */
  private static Connection operator(TestPostgres server) throws SQLException {
    return Databases.open(
        server.endpoint().withDatabase("app"),
        server.credentials(),
        server.trust(),
        PostgresOptions.of("operator"));
  }

  private static Connection login(TestPostgres server, String user, String password)
      throws SQLException {
    return Databases.open(
        server.endpoint().withDatabase("app"),
        new Credentials.Password(user, password),
        server.trust(),
        PostgresOptions.of("test"));
  }

  private static void arrives(Connection replica, String question, String answer) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(ask(replica, question)).isEqualTo(answer));
  }
}
