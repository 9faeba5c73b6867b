package dev.kahuna.bench.copy;

import dev.kahuna.bench.timing.Stopwatch;
import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The other tools. */
final class Contenders {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Path ANYWHERE = Path.of("/");

  private Contenders() {}

  /** {@code pgcopydb clone}, in parallel wherever it can. */
  static final class PgCopyDb implements Contender {
    @Override
    public String label() {
      return "pgcopydb";
    }

    @Override
    public double copy(Ends ends) throws Exception {
      return Stopwatch.seconds(
          () ->
              Shell.run(
                  List.of(
                      "pgcopydb",
                      "clone",
                      "--table-jobs=" + ends.jobs(),
                      "--index-jobs=" + ends.jobs(),
                      "--no-owner",
                      "--dir=" + ends.directory().resolve("pgcopydb")),
                  ANYWHERE,
                  Map.of(
                      "PGCOPYDB_SOURCE_PGURI", ends.source().superuserUrl(ends.database()),
                      "PGCOPYDB_TARGET_PGURI", ends.target().superuserUrl(ends.database())),
                  LIMIT));
    }
  }

  /** {@code pg_dump} into a directory, {@code pg_restore} from it. */
  static final class DumpRestore implements Contender {
    @Override
    public String label() {
      return "dumpRestore";
    }

    @Override
    public double copy(Ends ends) throws Exception {
      var dump = ends.directory().resolve("dump");
      return Stopwatch.seconds(
          () -> {
            Shell.run(
                List.of("pg_dump", "--format=directory", "--jobs=" + ends.jobs(), "--file=" + dump),
                ANYWHERE,
                ends.source().clientEnvironment(ends.database()),
                LIMIT);
            Shell.run(
                List.of(
                    "pg_restore",
                    "--no-owner",
                    "--jobs=" + ends.jobs(),
                    "--dbname=" + ends.database(),
                    dump.toString()),
                ANYWHERE,
                ends.target().clientEnvironment(ends.database()),
                LIMIT);
          });
    }
  }

  /** The whole schema first, then a subscription that copies by itself. */
  static final class NativeSubscription implements Contender {
    @Override
    public String label() {
      return "native";
    }

    @Override
    public double copy(Ends ends) throws Exception {
      var schema = ends.directory().resolve("schema.sql");
      ends.source().execute(ends.database(), "CREATE PUBLICATION bench FOR ALL TABLES");
      try {
        return Stopwatch.seconds(
            () -> {
              Shell.run(
                  List.of(
                      "pg_dump",
                      "--schema-only",
                      "--no-owner",
                      "--no-publications",
                      "--file=" + schema),
                  ANYWHERE,
                  ends.source().clientEnvironment(ends.database()),
                  LIMIT);
              Shell.run(
                  List.of("psql", "--no-psqlrc", "--quiet", "--file=" + schema),
                  ANYWHERE,
                  ends.target().clientEnvironment(ends.database()),
                  LIMIT);
              ends.target()
                  .execute(
                      ends.database(),
                      "CREATE SUBSCRIPTION bench CONNECTION '%s' PUBLICATION bench"
                          .formatted(ends.source().superuserUrl(ends.database())));
              awaitReady(ends);
            });
      } finally {
        ends.target().execute(ends.database(), "DROP SUBSCRIPTION IF EXISTS bench");
        ends.source().execute(ends.database(), "DROP PUBLICATION bench");
      }
    }

    private static void awaitReady(Ends ends) throws SQLException, IOException {
      var deadline = System.nanoTime() + LIMIT.toNanos();
      try (var session = ends.target().superuser(ends.database());
          var statement = session.createStatement()) {
        while (true) {
          try (var row =
              statement.executeQuery(
                  "SELECT count(*) > 0 AND bool_and(srsubstate = 'r') FROM pg_subscription_rel")) {
            if (row.next() && row.getBoolean(1)) {
              return;
            }
          }
          if (System.nanoTime() > deadline) {
            throw new IOException("the subscription is not ready after " + LIMIT);
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
      }
    }
  }
}
