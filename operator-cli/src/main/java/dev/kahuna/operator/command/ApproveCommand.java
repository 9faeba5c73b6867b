package dev.kahuna.operator.command;

import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.UnjudgedDecision;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves an attempt of a cutover. */
@Command(name = "approve", description = "Approve a cutover that waits for approval.")
final class ApproveCommand extends DecisionCommand {
  @Parameters(
      index = "1",
      paramLabel = "LEG",
      description = "TO_REPLICA, TO_AURORA, or BACK_TO_REPLICA after an undone attempt.")
  private String leg = "";

  @Option(
      names = "--unjudged",
      description =
          "Open the window to Aurora although the comparison has no verdict on some rows, which"
              + " 'kahuna status' lists.")
  private boolean unjudged;

  @Override
  void check() {
    parse();
  }

  @Override
  OperatorDecisions.Verdict decide(Migration migration) {
    return unjudged
        ? UnjudgedDecision.approve(migration, parse())
        : OperatorDecisions.approve(migration, parse());
  }

  private Leg parse() {
    var name = leg.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(Leg.values())
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "LEG must be TO_REPLICA, TO_AURORA or BACK_TO_REPLICA, not '%s'."
                        .formatted(leg)));
  }
}
