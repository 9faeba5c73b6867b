package dev.kahuna.bench.copy;

import dev.kahuna.bench.timing.Measurement;
import dev.kahuna.bench.timing.Needs;
import dev.kahuna.bench.timing.ReportFile;
import dev.kahuna.sandbox.cloud.Resources;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.sandbox.service.ServiceJar;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.PostgresBinaries;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.ServerSpec;
import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kahuna bench copy}: the copy beside other tools. */
@Command(
    name = "copy",
    description =
        "Copies the same databases between the same two servers, in turn with Kahuna, pgcopydb, a"
            + " subscription, and pg_dump and pg_restore.",
    mixinStandardHelpOptions = true)
public final class CopyBench implements Callable<Integer> {
  private static final String DATABASE = "bench";

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each tool copies each set of data (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "4",
      description = "How much each tool may do at a time (${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--percent",
      paramLabel = "N",
      defaultValue = "100",
      description = "Size of the data; 100 are about 1 GB each and 2000 tables (${DEFAULT-VALUE}).")
  private int percent;

  @Option(
      names = "--sets",
      split = ",",
      paramLabel = "SET",
      description = "Of ${COMPLETION-CANDIDATES}; all of them if not given.")
  private List<DataSet> sets = List.of(DataSet.values());

  @Option(names = "--source-version", defaultValue = "15", description = "(${DEFAULT-VALUE})")
  private int sourceMajor;

  @Option(names = "--target-version", defaultValue = "17", description = "(${DEFAULT-VALUE})")
  private int targetMajor;

  @Mixin private final ReportFile report = new ReportFile();

  @Override
  public Integer call() throws Exception {
    return Measurement.call(problems(), report, this::run);
  }

  private List<String> problems() {
    var problems = new ArrayList<>(report.problems());
    Needs.bounds(problems, "--runs", runs, 1, 100);
    Needs.bounds(problems, "--jobs", jobs, 1, 64);
    Needs.bounds(problems, "--percent", percent, 1, 1000);
    Needs.programs(
        problems,
        List.of("pgcopydb", "pgbench", "pg_dump", "pg_restore", "psql"),
        "pgcopydb postgresql-contrib postgresql-client");
    return problems;
  }

  private CopyBenchReport run(Path repository, Story story) throws Exception {
    var build = repository.resolve("sandbox").resolve("target");
    var user = PostgresUser.current();
    try (var closers = new Resources();
        var state = StateDirectory.claim(build, user)) {
      var machine =
          new PostgresServer.Machine(
              new PostgresBinaries(repository, state.cache()), user, state.processes());
      story.tell("Starting a Postgres %d and a Postgres %d".formatted(sourceMajor, targetMajor));
      var source = closers.add(server(state, machine, "source", sourceMajor));
      var target = closers.add(server(state, machine, "target", targetMajor));
      var jar = ServiceJar.in(repository, "replica-service").extracted(build.resolve("services"));
      var kahuna = new KahunaCopy(jar, Needs.onPath("pg_dump").orElseThrow());
      var contenders =
          List.of(
              kahuna,
              new Contenders.PgCopyDb(),
              new Contenders.NativeSubscription(),
              new Contenders.DumpRestore());
      var ends =
          new Contender.Ends(
              source, target, DATABASE, jobs, Files.createDirectories(state.root().resolve("b")));
      var all = new LinkedHashMap<String, CopyBenchReport.Figures>();
      for (var set : sets) {
        all.put(set.label(), measure(set, contenders, ends, story));
      }
      return new CopyBenchReport(
          runs, jobs, percent, sourceMajor, targetMajor, kahuna.heapMaxMb(), all);
    }
  }

  /** In turn, so that what else goes on on the machine falls upon all of them. */
  private CopyBenchReport.Figures measure(
      DataSet set, List<Contender> contenders, Contender.Ends ends, Story story) throws Exception {
    story.tell("Making the data of " + set.label());
    recreate(ends.source());
    set.fill(ends.source(), DATABASE, percent);
    ends.source().execute(DATABASE, "VACUUM (ANALYZE)");
    story.tell("Copying once without counting, so that the target has its WAL files");
    copy(contenders.getFirst(), ends);
    var seconds = new LinkedHashMap<String, List<Double>>();
    for (var run = 1; run <= runs; run++) {
      for (var contender : contenders) {
        var took = copy(contender, ends);
        seconds.computeIfAbsent(contender.label(), label -> new ArrayList<>()).add(took);
        story.tell(
            "%s, run %d of %d: %s took %.2f s%s"
                .formatted(set.label(), run, runs, contender.label(), took, contender.detail()));
      }
    }
    return CopyBenchReport.Figures.of(seconds);
  }

  private static double copy(Contender contender, Contender.Ends ends) throws Exception {
    recreate(ends.target());
    ends.source().execute(DATABASE, "CHECKPOINT");
    ends.target().execute(DATABASE, "CHECKPOINT");
    var took = contender.copy(ends);
    Census.check(ends, contender.label());
    StateDirectory.deleteTree(ends.directory());
    Files.createDirectories(ends.directory());
    return took;
  }

  private static void recreate(PostgresServer server) throws SQLException {
    server.execute("postgres", "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
    server.execute("postgres", "CREATE DATABASE " + DATABASE);
  }

  private PostgresServer server(
      StateDirectory state, PostgresServer.Machine machine, String name, int major)
      throws IOException {
    var settings =
        Map.of(
            "wal_level", "logical",
            // The data are eight times that: a database worth moving is larger than its buffers.
            "shared_buffers", "128MB",
            "maintenance_work_mem", "256MB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min",
            "max_worker_processes", "32",
            "max_logical_replication_workers", "16",
            "max_sync_workers_per_subscription", String.valueOf(jobs),
            "max_replication_slots", "64",
            "max_wal_senders", "64");
    var spec =
        new ServerSpec(
            "bench-" + name,
            major,
            InetAddress.getLoopbackAddress(),
            Loopback.freePort(),
            settings,
            List.of(),
            Map.of());
    var server = PostgresServer.create(spec, machine, state.root().resolve(name));
    server.start();
    return server;
  }
}
