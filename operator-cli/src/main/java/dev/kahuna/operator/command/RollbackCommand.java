package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.RollbackDecision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the way back, from Aurora to the replica. */
@Command(
    name = "rollback",
    description =
        "Move the app back from Aurora to the replica, with everything that it wrote on Aurora.")
final class RollbackCommand extends DecisionCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, for the log.")
  private String reason = "asked for by the operator";

  @Override
  void check() {
    if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(c -> c < ' ')) {
      throw new BadInput("The reason must be one line of 1 to 500 characters.");
    }
  }

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return RollbackDecision.request(migration, reason);
  }
}
