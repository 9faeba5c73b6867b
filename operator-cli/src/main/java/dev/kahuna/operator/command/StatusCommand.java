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
    description = "Shows what of a migration is done, runs, waits or failed, and its windows.")
final class StatusCommand extends LogCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The migration.")
  private String id = "";

  @Option(names = "--json", description = "Prints JSON.")
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
