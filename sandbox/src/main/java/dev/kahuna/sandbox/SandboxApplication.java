package dev.kahuna.sandbox;

import dev.kahuna.operator.console.Screen;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.CloudOptions;
import dev.kahuna.sandbox.cloud.Story;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** {@code kahuna sandbox}: the main job, embedded. */
@Command(
    name = "kahuna sandbox",
    description = "Moves a database from a Heroku to an Aurora that both run on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {SandboxUp.class, SandboxDown.class})
public final class SandboxApplication implements Callable<Integer> {
  /** Bad input; nothing was started. */
  static final int USAGE = 2;

  @Mixin private CloudOptions cloudOptions = new CloudOptions();
  @Mixin private RunOptions options = new RunOptions();

  /** Ends with status 0 if the migration did what it promises, 1 if not, 2 for bad input. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "dev/kahuna/sandbox/logging.xml");
    var commands = new CommandLine(new SandboxApplication());
    commands.setExecutionExceptionHandler(SandboxApplication::explain);
    System.exit(commands.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (refused(problems())) {
      return USAGE;
    }
    var story = new Story(Screen.standard(new PrintWriter(System.out, true)));
    try (var cloud = new Cloud(repository(), cloudOptions, story)) {
      var report = new SandboxRun(cloud, options, story).run();
      ReportPrinter.print(report, System.out);
      if (options.report.isPresent()) {
        ReportPrinter.write(report, options.report.get());
      }
      return report.good() ? 0 : 1;
    }
  }

  /** One sentence on the terminal; the rest is in the log. */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    LoggerFactory.getLogger(SandboxApplication.class).error("The sandbox failed", failure);
    System.err.println(
        failure instanceof IllegalStateException || failure instanceof IOException
            ? failure.getMessage()
            : failure.toString());
    return 1;
  }

  private List<String> problems() {
    return Stream.concat(cloudOptions.problems().stream(), options.problems(cloudOptions).stream())
        .toList();
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
