package dev.kahuna.operator.command;

import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.SettleDecision;
import picocli.CommandLine.Command;

/** Leaves the app on the replica for good. */
@Command(
    name = "settle",
    description =
        "Leave the app on the replica for good, and delete Aurora. Its hosts stay, and from then on"
            + " their backups and updates are yours.")
final class SettleCommand extends ReasonedCommand {
  @Override
  OperatorDecisions.Verdict decide(Migration migration, String reason) {
    return SettleDecision.request(migration, reason);
  }
}
