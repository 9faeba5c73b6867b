package dev.kahuna.operator.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kahuna}: the operator's commands. But for the last they speak to Kafka alone. */
@Command(
    name = "kahuna",
    description = {
      "Moves a live Heroku Postgres, and the app with it, to Amazon Aurora PostgreSQL.",
      "",
      "'kahuna sandbox' runs a whole migration on this machine; see 'kahuna sandbox --help'."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RequestCommand.class,
      ListCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      ApproveCommand.class,
      RetryCommand.class,
      CancelCommand.class,
      RollbackCommand.class,
      ReleaseCommand.class,
      BreakGlassCommand.class
    })
public final class Kahuna implements Runnable {
  private static final String LOGGING = "logback.configurationFile";

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;

  /** Without a command, help is what was wanted. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "kahuna-operator-logback.xml");
    }
    var out = new PrintWriter(System.out, true, System.out.charset());
    var err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(commandLine().setOut(out).setErr(err).execute(args));
  }

  /** The commands, for a process that runs them itself. */
  public static CommandLine commandLine() {
    return new CommandLine(new Kahuna())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("kahuna: " + failure);
              return LogCommand.FAILED;
            });
  }
}
