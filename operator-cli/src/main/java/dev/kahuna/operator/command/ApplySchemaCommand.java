package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.SchemaDecision;
import picocli.CommandLine.Command;

/** Has the SQL of the list of schema differences run on the target. */
@Command(
    name = "apply-schema",
    description =
        "Make the schema of Aurora equal to the replica's by the SQL that 'kahuna status' lists,"
            + " and bring the rows of new tables.")
final class ApplySchemaCommand extends DecisionCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return SchemaDecision.apply(migration);
  }
}
