package dev.kahuna.bench.cutover;

import dev.kahuna.operator.console.Screen;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.CloudOptions;
import dev.kahuna.sandbox.cloud.Story;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kahuna bench cutover}: whole migrations, one after the other or side by side. */
@Command(
    name = "cutover",
    description = "Runs whole migrations under load and measures both cutovers of each.",
    mixinStandardHelpOptions = true)
public final class CutoverBench implements Callable<Integer> {
  private static final int USAGE = 2;

  @Mixin private CloudOptions cloudOptions = new CloudOptions();
  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    var problems =
        Stream.of(cloudOptions.problems(), options.problems()).flatMap(List::stream).toList();
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      return USAGE;
    }
    var repository = Path.of(System.getProperty("kahuna.home", ".")).toAbsolutePath().normalize();
    var seed = options.seed.orElseGet(() -> RandomGenerator.getDefault().nextLong());
    var story = new Story(Screen.standard(new PrintWriter(System.out, true)));
    story.tell("Seed " + seed);
    try (var cloud = new Cloud(repository, cloudOptions, story)) {
      if (options.instances > 1) {
        cloud.services().second(Kills.SERVICE);
        cloud.services().awaitReady();
      }
      var rounds = new ParallelRuns(cloud, options, seed, story).run();
      var report = BenchReport.of(seed, options, rounds, story.seconds());
      BenchPrinter.print(report, System.out);
      if (options.report.isPresent()) {
        BenchPrinter.write(report, options.report.get());
      }
      return report.good() ? 0 : 1;
    }
  }
}
