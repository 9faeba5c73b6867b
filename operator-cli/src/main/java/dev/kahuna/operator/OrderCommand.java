package dev.kahuna.operator;

import dev.kahuna.migration.Migration;
import picocli.CommandLine.Parameters;

/** Adds an operator's word about one migration to the log, if it means anything there. */
abstract class OrderCommand extends LogCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The migration.")
  private String id = "";

  abstract Orders.Verdict decide(Migration migration);

  @Override
  final void run(MigrationLog log) {
    switch (decide(known(log, id).migration())) {
      case Orders.Verdict.Refuse(var sentence) -> throw new BadInput(sentence);
      case Orders.Verdict.Publish(var event) -> {
        log.append(id, event);
        out().printf("%s: %s%n", id, Sentences.of(event));
      }
    }
  }
}
