package dev.kahuna.operator.command;

import dev.kahuna.operator.console.Status;
import dev.kahuna.operator.console.StatusPrinter;
import dev.kahuna.operator.log.MigrationLog;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one migration. */
@Command(
    name = "status",
    description = "Show what is done, running, waiting or failed, and every window.")
final class StatusCommand extends LogCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The migration's id.")
  private String id = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  void run(MigrationLog log) {
    var known = known(log, id);
    var status = Status.of(known.migration(), known.activity());
    if (json) {
      out().println(ListCommand.JSON.writeValueAsString(status));
    } else {
      new StatusPrinter(out(), ZoneId.systemDefault()).print(status);
    }
  }
}
