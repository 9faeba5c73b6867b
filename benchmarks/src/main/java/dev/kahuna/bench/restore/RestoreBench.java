package dev.kahuna.bench.restore;

import dev.kahuna.bench.timing.Measurement;
import dev.kahuna.bench.timing.Needs;
import dev.kahuna.bench.timing.ReportFile;
import dev.kahuna.sandbox.cloud.Resources;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.sandbox.service.ServiceJar;
import dev.kahuna.standin.archive.ArchiveServer;
import dev.kahuna.standin.archive.ArchiveStore;
import dev.kahuna.standin.archive.WalG;
import dev.kahuna.standin.postgres.PostgresBinaries;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.StateDirectory;
import dev.kahuna.standin.tool.ToolServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kahuna bench restore}: what Kahuna has a host do, beside plain tools. */
@Command(
    name = "restore",
    description =
        "Restores the same base backup and replays the same WAL from the same archive, in turn with"
            + " Kahuna's programs and with curl, lz4, tar and cp.",
    mixinStandardHelpOptions = true)
public final class RestoreBench implements Callable<Integer> {
  private static final int POSTGRES = 15;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each way is gone (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many parts of the base backup are unpacked at a time, and how many segments Kahuna"
              + " fetches ahead (${DEFAULT-VALUE}: the processors, 10 at the most; WAL-G's default is 10).")
  private int jobs = Math.min(10, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--percent",
      paramLabel = "N",
      defaultValue = "100",
      description = "Size of the data; 100 are about 2 GB and as much WAL (${DEFAULT-VALUE}).")
  private int percent;

  @Mixin private final ReportFile report = new ReportFile();

  @Override
  public Integer call() throws Exception {
    return Measurement.call(problems(), report, this::run);
  }

  /** What is wrong with the options or missing on the machine, a sentence each. */
  List<String> problems() {
    var problems = new ArrayList<>(report.problems());
    Needs.bounds(problems, "--runs", runs, 1, 100);
    Needs.bounds(problems, "--jobs", jobs, 1, 64);
    Needs.bounds(problems, "--percent", percent, 1, 1000);
    Needs.programs(problems, List.of("curl", "lz4", "tar"), "curl lz4 tar");
    return problems;
  }

  private RestoreReport run(Path repository, Story story) throws Exception {
    var build = repository.resolve("sandbox").resolve("target");
    var user = PostgresUser.current();
    try (var closers = new Resources();
        var state = StateDirectory.claim(build, user)) {
      var root = state.root();
      var machine =
          new PostgresServer.Machine(
              new PostgresBinaries(repository, state.cache()), user, state.processes());
      var server = closers.add(ArchiveServer.start(root.resolve("s3"), "heroku-wal", "archive"));
      var tools = closers.add(new ToolServer());
      story.tell("Starting a Postgres " + POSTGRES);
      var source =
          closers.add(
              SourceDatabase.start(
                  POSTGRES, machine, root.resolve("source"), server.access(), tools));
      var store = new ArchiveStore(server.access());
      var archive = new SourceLoad(source, store, percent, story).ship();

      tools.install(root.resolve("bin/wal-g"), closers.add(new WalG(user)));
      var path = root.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin";
      var segments = root.resolve("wal");
      LocalSegments.fetch(segments, store, archive, user, story);
      var environment = new HashMap<>(server.access().environment());
      environment.put("WALG_DOWNLOAD_CONCURRENCY", String.valueOf(jobs));
      var jar = ServiceJar.in(repository, "replica-service").extracted(build.resolve("services"));
      var kahuna = KahunaRestore.in(root.resolve("kahuna"), jar, user, environment, path);
      var plain =
          PlainRestore.in(root.resolve("plain"), store, archive.parts(), segments, user, jobs);
      var replay = new Replay(source, archive, user, root.resolve("replica"), path);
      var rounds = new Rounds(List.of(kahuna, plain), replay, story);
      rounds.run(runs);
      return RestoreReport.of(runs, jobs, percent, archive, rounds);
    }
  }
}
