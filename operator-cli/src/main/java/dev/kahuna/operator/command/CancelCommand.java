package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives a migration up. */
@Command(
    name = "cancel",
    description = "Gives a migration up; the app stays on, or goes back to, the database it is on.")
final class CancelCommand extends DecisionCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
  private String reason = "no longer wanted";

  @Override
  void check() {
    if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(c -> c < ' ')) {
      throw new BadInput("A reason is one line of at most 500 characters.");
    }
  }

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return OperatorDecisions.cancel(migration, reason);
  }
}
