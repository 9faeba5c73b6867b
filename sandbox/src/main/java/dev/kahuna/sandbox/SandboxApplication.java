package dev.kahuna.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kahuna sandbox}: the main job, embedded. */
@Command(
    name = "kahuna sandbox",
    description = "Moves a database from a Heroku to an Aurora that both run on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {SandboxUp.class, SandboxDown.class})
public final class SandboxApplication implements Callable<Integer> {
  /** Bad input; nothing was started. */
  static final int USAGE = 2;

  @Mixin private SandboxOptions options = new SandboxOptions();

  /** Ends with status 0 if the migration did what it promises, 1 if not, 2 for bad input. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SandboxApplication()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (refused(options.problems())) {
      return USAGE;
    }
    var story = new Story(System.out);
    try (var cloud = new Cloud(repository(), options, story)) {
      var report = new SandboxRun(cloud, story).run();
      ReportPrinter.print(report, System.out);
      if (options.report.isPresent()) {
        ReportPrinter.write(report, options.report.get());
      }
      return report.good() ? 0 : 1;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  static boolean refused(List<String> problems) {
    problems.forEach(System.err::println);
    return !problems.isEmpty();
  }

  /** The checkout, which the launcher names. */
  static Path repository() {
    return Path.of(System.getProperty("kahuna.home", ".")).toAbsolutePath().normalize();
  }
}
