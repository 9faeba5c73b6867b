package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;

/** Deletes what a completed migration no longer needs. */
@Command(
    name = "release",
    description =
        "Delete the hosts, keys and secrets that a completed migration no longer needs. Aurora"
            + " stays, because the app runs on it. This ends the way back.")
final class ReleaseCommand extends DecisionCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return OperatorDecisions.release(migration);
  }
}
