package dev.kahuna.operator;

import dev.kahuna.migration.Migration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a failed step tried again. */
@Command(name = "retry", description = "Has a failed step tried again, once its cause is mended.")
final class RetryCommand extends OrderCommand {
  @Parameters(
      index = "1",
      paramLabel = "STEP",
      description = "The step, as 'kahuna status' names it.")
  private String step = "";

  @Override
  Orders.Verdict decide(Migration migration) {
    return Orders.retry(migration, step);
  }
}
