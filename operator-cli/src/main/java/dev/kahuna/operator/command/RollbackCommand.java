package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.RollbackDecision;
import picocli.CommandLine.Command;

/** Starts the way back, from Aurora to the replica. */
@Command(
    name = "rollback",
    description =
        "Move the app back from Aurora to the replica, with everything that it wrote on Aurora.")
final class RollbackCommand extends ReasonedCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration, String reason) {
    return RollbackDecision.request(migration, reason);
  }
}
