package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Option;

/** A decision that is published with its reason. */
abstract class ReasonedCommand extends DecisionCommand {
  private static final int LONGEST = 500;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "asked for by the operator",
      description = "The reason, for the log.")
  private String reason = "";

  abstract OperatorDecisions.Verdict decide(Migration migration, String reason);

  @Override
  final void check() {
    if (reason.isBlank() || reason.length() > LONGEST || reason.chars().anyMatch(c -> c < ' ')) {
      throw new BadInput("The reason must be one line of 1 to 500 characters.");
    }
  }

  @Override
  final OperatorDecisions.Verdict decide(Migration migration) {
    return decide(migration, reason);
  }
}
