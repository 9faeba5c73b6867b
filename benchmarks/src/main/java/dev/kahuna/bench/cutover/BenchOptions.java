package dev.kahuna.bench.cutover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the user may choose about the measurement. */
final class BenchOptions {
  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Migrations, with two cutovers each (${DEFAULT-VALUE}).")
  int runs;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Writes a second to each app (${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "8",
      description = "Writes of an app under way at once (${DEFAULT-VALUE}).")
  int writers;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      defaultValue = "1",
      description = "Apps that are moved at the same time (${DEFAULT-VALUE}).")
  int lanes;

  @Option(
      names = "--kills",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description =
          "Share of the windows in which cutover-service is killed (kill -9) once, at a random"
              + " step (${DEFAULT-VALUE}). One more migration than asked for is always killed, in"
              + " both windows, to measure the takeover.")
  int kills;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Instances of cutover-service, 1 or 2 (${DEFAULT-VALUE}). The one that serves a window is"
              + " killed, and started again; of two, the other takes over meanwhile.")
  int instances;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of every random choice, to repeat a run. Printed if not given.")
  Optional<Long> seed = Optional.empty();

  @Option(names = "--report", paramLabel = "FILE", description = "Also write the figures as JSON.")
  Optional<Path> report = Optional.empty();

  /** What is wrong with the choice, a sentence each. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    check(problems, "--runs", runs, 1, 10_000);
    check(problems, "--rate", rate, 1, 1000);
    check(problems, "--writers", writers, 1, 64);
    check(problems, "--lanes", lanes, 1, 8);
    check(problems, "--kills", kills, 0, 100);
    check(problems, "--instances", instances, 1, 2);
    report
        .map(file -> file.toAbsolutePath().getParent())
        .filter(directory -> !Files.isWritable(directory))
        .ifPresent(directory -> problems.add("--report: can't write in %s.".formatted(directory)));
    return problems;
  }

  private static void check(List<String> problems, String name, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add("%s must be %d to %d, not %d.".formatted(name, least, most, value));
    }
  }
}
