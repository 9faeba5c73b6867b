package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.RollbackDecision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves the app back from Aurora to the replica. */
@Command(
    name = "rollback",
    description =
        "Moves the app back from Aurora to the replica; nothing written on Aurora is lost.")
final class RollbackCommand extends DecisionCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
  private String reason = "asked for by the operator";

  @Override
  void check() {
    if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(c -> c < ' ')) {
      throw new BadInput("A reason is one line of at most 500 characters.");
    }
  }

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return RollbackDecision.request(migration, reason);
  }
}
