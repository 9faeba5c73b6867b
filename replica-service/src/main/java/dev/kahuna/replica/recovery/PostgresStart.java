package dev.kahuna.replica.recovery;

import dev.kahuna.event.HostRole;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHost;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Starts a server in recovery and asks for its state. */
record PostgresStart(HostDatabases databases) {
  private static final HostScript START = HostScript.of(PostgresStart.class, "start-postgres");
  private static final HostScript LOG = HostScript.of(PostgresStart.class, "postgres-log");
  private static final Queries QUERIES = Queries.of(PostgresStart.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String FILE_MODE = "0600";

  /**
   * A server that answers.
   *
   * @param receiver the state of its WAL receiver, or {@code none}
   */
  record State(boolean inRecovery, Optional<String> replayed, String receiver) {}

  /** Puts the configuration in place and starts the server. */
  void start(SshHost host, ServerFiles files) throws InterruptedException {
    host.put("etc/postgresql.conf", FILE_MODE, files.settings());
    host.put("etc/pg_hba.conf", FILE_MODE, files.access());
    host.put("etc/pg_ident.conf", FILE_MODE, files.identities());
    host.put("etc/kahuna-postgres.service", "0644", files.unit());
    host.run(
        START,
        Map.of(
            "MAJOR", String.valueOf(files.facts().majorVersion()),
            "RECOVERY", files.recoveryConf()),
        LIMIT);
  }

  /**
   * Its state; empty while it starts.
   *
   * @throws Unavailable with the end of its log when it has ended
   */
  Optional<State> state(Migration migration, HostRole role, SshHost host)
      throws SQLException, InterruptedException {
    try (var connection = databases.open(migration, role)) {
      return Optional.of(
          QUERIES.one(
              connection,
              "recovery-state",
              row ->
                  new State(
                      row.getBoolean(1), Optional.ofNullable(row.getString(2)), row.getString(3))));
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) != FailureKind.UNAVAILABLE) {
        throw e;
      }
      var lines = host.run(LOG, Map.of(), LIMIT).lines().toList();
      if (!lines.isEmpty() && lines.getFirst().equals("active")) {
        return Optional.empty();
      }
      throw new Unavailable(
          "Postgres on the %s has stopped: %s".formatted(host, String.join(" / ", lines)), e);
    }
  }
}
