package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.console.EventSentences;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.log.MigrationLog;
import picocli.CommandLine.Parameters;

/** Publishes a decision of the operator, unless the state of the migration refuses it. */
abstract class DecisionCommand extends LogCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The migration's id.")
  private String id = "";

  abstract OperatorDecisions.Verdict decide(Migration migration);

  @Override
  final void run(MigrationLog log) {
    switch (decide(known(log, id).migration())) {
      case OperatorDecisions.Verdict.Refuse(var sentence) -> throw new BadInput(sentence);
      case OperatorDecisions.Verdict.Publish(var event) -> {
        log.append(id, event);
        out().printf("%s: %s%n", id, EventSentences.of(id, event));
      }
    }
  }
}
