package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;

/** Lets go of what a completed migration no longer needs. */
@Command(
    name = "release",
    description =
        "Has the hosts, keys and secrets of a completed migration deleted; Aurora stays, for the app"
            + " lives there.")
final class ReleaseCommand extends DecisionCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return OperatorDecisions.release(migration);
  }
}
