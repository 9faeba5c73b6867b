package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;

/** Cancels a migration. */
@Command(
    name = "cancel",
    description =
        "Cancel a migration before its first pivot. The app stays on its database; an open window is"
            + " undone.")
final class CancelCommand extends ReasonedCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration, String reason) {
    return OperatorDecisions.cancel(migration, reason);
  }
}
