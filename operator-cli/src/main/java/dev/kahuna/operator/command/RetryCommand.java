package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a failed step tried again. */
@Command(name = "retry", description = "Has a failed step tried again, once its cause is mended.")
final class RetryCommand extends DecisionCommand {
  @Parameters(
      index = "1",
      paramLabel = "STEP",
      description = "The step, as 'kahuna status' names it.")
  private String step = "";

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return OperatorDecisions.retry(migration, step);
  }
}
