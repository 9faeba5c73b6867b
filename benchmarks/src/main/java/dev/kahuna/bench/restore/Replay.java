package dev.kahuna.bench.restore;

import dev.kahuna.bench.timing.Stopwatch;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.ServerSpec;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.process.PostgresUser;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Recovers a server from a base backup and the archive's WAL.
 *
 * @param source whose base backup it is
 * @param archive what is to be replayed
 * @param user who runs it
 * @param home a directory for the server that does not exist; not there afterwards
 * @param path where the server's programs look for others
 */
record Replay(
    SourceDatabase source, ShippedArchive archive, PostgresUser user, Path home, String path) {
  private static final Duration LIMIT = Duration.ofMinutes(60);

  /** As on a host of 4 GiB, whichever way the WAL comes. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("hot_standby", "on"),
          Map.entry("archive_mode", "off"),
          Map.entry("max_connections", "120"),
          Map.entry("max_wal_senders", "10"),
          Map.entry("wal_retrieve_retry_interval", "200ms"),
          Map.entry("recovery_target_timeline", "latest"),
          Map.entry("shared_buffers", "1GB"),
          Map.entry("max_wal_size", "4GB"),
          Map.entry("checkpoint_timeout", "15min"));

  /**
   * Starts the server and waits until it has replayed everything.
   *
   * @param data PGDATA as it was restored; gone afterwards
   * @return seconds from the start on
   * @throws IOException if it does not have then what the source had
   */
  double seconds(Path data, String restoreCommand) throws Exception {
    user.makeDirectory(home);
    Files.move(data, home.resolve("data"));
    Files.createFile(home.resolve("data/standby.signal"));
    try (var server = source.server().restored(spec(restoreCommand), home)) {
      var seconds =
          Stopwatch.seconds(
              () -> {
                server.start();
                awaitEnd(server);
              });
      var contents = SourceLoad.contents(server, source.databaseName());
      if (!contents.equals(archive.contents())) {
        throw new IOException("replayed %s of %s".formatted(contents, archive.contents()));
      }
      return seconds;
    }
  }

  private ServerSpec spec(String restoreCommand) throws IOException {
    var settings = new HashMap<>(SETTINGS);
    settings.put("restore_command", restoreCommand);
    return new ServerSpec(
        "bench-replica",
        source.server().spec().major(),
        InetAddress.getLoopbackAddress(),
        Loopback.freePort(),
        settings,
        List.of(),
        Map.of("PATH", path));
  }

  private void awaitEnd(PostgresServer server) throws SQLException, IOException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    try (var session = server.superuser("postgres");
        var statement = session.prepareStatement("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn")) {
      statement.setString(1, archive.endLsn());
      while (true) {
        try (var row = statement.executeQuery()) {
          if (row.next() && row.getBoolean(1)) {
            return;
          }
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("the WAL is not replayed after " + LIMIT);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }
}
