package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.CopyAgainDecision;
import dev.kahuna.operator.decision.OperatorDecisions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the replica copied to Aurora once more. */
@Command(
    name = "copy-again",
    description =
        "Copy the replica to Aurora once more, after what stopped the copy was fixed on the replica."
            + " The app goes on writing; what the earlier copy left on Aurora is dropped.")
final class CopyAgainCommand extends ReasonedCommand {
  @Option(
      names = "--new-cluster",
      description = "Delete the Aurora cluster, and copy to a new one of the same name.")
  private boolean newCluster;

  @Override
  OperatorDecisions.Verdict decide(Migration migration, String reason) {
    return CopyAgainDecision.request(migration, newCluster, reason);
  }
}
