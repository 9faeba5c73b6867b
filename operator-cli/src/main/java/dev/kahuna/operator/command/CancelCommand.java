package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cancels a migration. */
@Command(
    name = "cancel",
    description =
        "Cancel a migration before its first pivot. The app stays on its database; an open window is"
            + " undone.")
final class CancelCommand extends DecisionCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, for the log.")
  private String reason = "no longer wanted";

  @Override
  void check() {
    if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(c -> c < ' ')) {
      throw new BadInput("The reason must be one line of 1 to 500 characters.");
    }
  }

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return OperatorDecisions.cancel(migration, reason);
  }
}
