package dev.kahuna.sandbox;

import dev.kahuna.sandbox.cloud.CloudOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the user may choose about the migration that is run and measured. */
final class RunOptions {
  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Requests a second that the writer sends (${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How long the writer writes before the migration is requested, and again after it"
              + " (${DEFAULT-VALUE}).")
  int seconds;

  @Option(names = "--report", paramLabel = "FILE", description = "Also write the report as JSON.")
  Optional<Path> report = Optional.empty();

  @Option(
      names = "--kill-services",
      description = "Kill each service once (kill -9) while the migration is under way.")
  boolean killServices;

  @Option(
      names = "--reboot-hosts",
      description =
          "With --hosts booted, reboot the replica's host while it replays, and the standby's"
              + " while rows are copied from it.")
  boolean rebootHosts;

  /** What is wrong with the choice for such a cloud, a sentence each. */
  List<String> problems(CloudOptions cloud) {
    var problems = new ArrayList<String>();
    if (rebootHosts && !cloud.booted()) {
      problems.add("--reboot-hosts needs hosts that boot: add --hosts booted.");
    }
    if (rate < 1 || rate > 1000) {
      problems.add("--rate must be 1 to 1000 requests a second, not %d.".formatted(rate));
    }
    if (seconds < 0 || seconds > 3600) {
      problems.add("--seconds must be 0 to 3600, not %d.".formatted(seconds));
    }
    report
        .map(file -> file.toAbsolutePath().getParent())
        .filter(directory -> !Files.isWritable(directory))
        .ifPresent(directory -> problems.add("--report: can't write in %s.".formatted(directory)));
    return problems;
  }
}
