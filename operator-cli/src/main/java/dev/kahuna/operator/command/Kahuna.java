package dev.kahuna.operator.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kahuna}: the operator's commands. */
@Command(
    name = "kahuna",
    description = {
      "Move a live Heroku Postgres database and its apps to Amazon Aurora PostgreSQL.",
      "",
      "To see a whole migration on this machine, run 'kahuna sandbox'."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RequestCommand.class,
      ListCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      ApproveCommand.class,
      RetryCommand.class,
      ApplySchemaCommand.class,
      AcceptSchemaCommand.class,
      CopyAgainCommand.class,
      SettleCommand.class,
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
      description = "Show this help.")
  private boolean help;

  /** Prints the help if there is no command. */
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

  /** The commands, for use within a process. */
  public static CommandLine commandLine() {
    return new CommandLine(new Kahuna())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("kahuna: " + failure);
              return LogCommand.FAILED;
            });
  }
}
