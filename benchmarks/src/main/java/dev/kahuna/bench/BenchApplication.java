package dev.kahuna.bench;

import dev.kahuna.bench.copy.CopyBench;
import dev.kahuna.bench.cutover.CutoverBench;
import dev.kahuna.bench.restore.RestoreBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kahuna bench}: figures, measured on this machine. */
@Command(
    name = "kahuna bench",
    description = "Measures Kahuna on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {CutoverBench.class, CopyBench.class, RestoreBench.class})
public final class BenchApplication {
  private BenchApplication() {}

  /** Ends with status 0 if nothing went wrong in any run, 1 if something did, 2 for bad input. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "dev/kahuna/sandbox/logging.xml");
    System.exit(
        new CommandLine(new BenchApplication())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }
}
