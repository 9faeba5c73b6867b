package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Retries a failed step. */
@Command(name = "retry", description = "Retry a failed step after fixing the cause.")
final class RetryCommand extends DecisionCommand {
  @Parameters(
      index = "1",
      paramLabel = "STEP",
      description = "The step's name, as 'kahuna status' shows it.")
  private String step = "";

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return OperatorDecisions.retry(migration, step);
  }
}
