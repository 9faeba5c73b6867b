package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.SchemaDecision;
import picocli.CommandLine.Command;

/** Lets differences between the schemas stay. */
@Command(
    name = "accept-schema",
    description =
        "Leave the differences between the schemas that 'kahuna status' lists as they are.")
final class AcceptSchemaCommand extends DecisionCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return SchemaDecision.accept(migration);
  }
}
