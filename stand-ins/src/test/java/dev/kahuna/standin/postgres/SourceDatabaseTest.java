package dev.kahuna.standin.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.standin.aws.rds.ClusterSpec;
import dev.kahuna.standin.process.Stragglers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDatabaseTest {
  private static TestMachine sandbox;
  private static SourceDatabase source;

  @BeforeAll
  static void start() throws IOException, SQLException {
    sandbox = TestMachine.claim("t-source");
    source =
        SourceDatabase.start(
            15,
            sandbox.machine(),
            sandbox.state().root().resolve("source"),
            sandbox.archive().access(),
            sandbox.tools());
  }

  @AfterAll
  static void end() throws IOException {
    var root = sandbox.state().root();
    sandbox.close();
    assertThat(root).doesNotExist();
    assertThat(Stragglers.of(root).processes()).isEmpty();
  }

  @Test
  void theOwnerHasWhatHerokuGivesAndNoMore() throws SQLException {
    try (var owner = source.owner()) {
      assertThat(
              text(owner, "SELECT usesuper OR userepl FROM pg_user WHERE usename = current_user"))
          .isEqualTo("f");
      assertThat(text(owner, "SELECT pg_has_role('pg_signal_backend', 'member')")).isEqualTo("t");
      assertThat(text(owner, "SHOW archive_timeout")).isEqualTo("1min");
      assertThat(text(owner, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("t");
      assertThatThrownBy(() -> text(owner, "SELECT pg_switch_wal()"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aDumpIsLoadedByPsqlAndItsErrorIsTold(@TempDir Path directory) throws Exception {
    var dump = directory.resolve("dump.sql");
    Files.writeString(dump, "CREATE TABLE loaded (id int);\nCOPY loaded FROM stdin;\n7\n\\.\n");
    source.load(dump);
    try (var owner = source.owner()) {
      assertThat(text(owner, "SELECT id FROM loaded")).isEqualTo("7");
    }
    Files.writeString(dump, "CREATE EXTENSION amcheck;\n");
    assertThatThrownBy(() -> source.load(dump))
        .hasMessageContaining("could not be loaded as the source database")
        .hasMessageContaining("permission denied to create extension \"amcheck\"");
  }

  @Test
  void aSecondRunInTheCheckoutIsRefused() {
    assertThatThrownBy(() -> TestMachine.claim("t-source"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Other stand-ins run in this checkout");
  }

  @Test
  void anAuroraMasterIsNoSuperuserAndItsCertificateIsVouchedFor() throws Exception {
    try (var aurora =
        new AuroraServers(sandbox.machine(), sandbox.state().root().resolve("aurora"))) {
      var endpoint =
          aurora.create(
              new ClusterSpec(
                  "kahuna-1",
                  "17.7",
                  "shop",
                  "kahuna_admin",
                  "it's a \"secret\"",
                  Map.of("rds.logical_replication", "1", "max_worker_processes", "24")));
      var login = new Properties();
      login.setProperty("user", "kahuna_admin");
      login.setProperty("password", "it's a \"secret\"");
      login.setProperty("sslmode", "verify-full");
      login.setProperty("sslrootcert", aurora.authorityCertificate().toString());
      var url = "jdbc:postgresql://%s:%d/shop".formatted(endpoint.host(), endpoint.port());
      try (var master = DriverManager.getConnection(url, login)) {
        assertThat(text(master, "SHOW wal_level")).isEqualTo("logical");
        assertThat(text(master, "SHOW max_worker_processes")).isEqualTo("24");
        assertThat(text(master, "SELECT usesuper FROM pg_user WHERE usename = current_user"))
            .isEqualTo("f");
        assertThat(text(master, "SELECT pg_has_role('pg_create_subscription', 'usage')"))
            .isEqualTo("t");
        try (var statement = master.createStatement()) {
          statement.execute("CREATE ROLE app LOGIN PASSWORD 'x'; CREATE TABLE public.t (id int)");
          statement.execute("SET session_replication_role = replica");
        }
        assertThatExtensionsBelongToAmazon(aurora.server("kahuna-1"), master);
      }
    }
  }

  private static void assertThatExtensionsBelongToAmazon(PostgresServer server, Connection master)
      throws SQLException {
    try (var statement = master.createStatement()) {
      statement.execute("CREATE DATABASE other");
      statement.execute("CREATE EXTENSION citext");
      statement.execute("CREATE TABLE public.systems (id serial PRIMARY KEY)");
      server.execute(
          "shop",
          "ALTER EXTENSION citext ADD TABLE public.systems",
          "GRANT SELECT ON public.systems TO PUBLIC");
      server.execute("other", "CREATE EXTENSION pg_buffercache");
      assertThat(text(master, "SELECT 'A'::public.citext = 'a'")).isEqualTo("t");
      assertThat(text(master, "SELECT tableowner FROM pg_tables WHERE tablename = 'systems'"))
          .isEqualTo("rdsadmin");
      assertThat(text(master, "SELECT count(*) FROM public.systems")).isEqualTo("0");
      for (var refused :
          List.of(
              "INSERT INTO public.systems DEFAULT VALUES",
              "CREATE PUBLICATION p FOR TABLE public.systems",
              "SET ROLE rdsadmin")) {
        assertThatThrownBy(() -> statement.execute(refused))
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
      }
    }
    try (var other = server.superuser("other")) {
      assertThat(text(other, "SELECT viewowner FROM pg_views WHERE viewname = 'pg_buffercache'"))
          .isEqualTo("rdsadmin");
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
