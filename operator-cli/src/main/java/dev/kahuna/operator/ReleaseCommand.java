package dev.kahuna.operator;

import dev.kahuna.migration.Migration;
import picocli.CommandLine.Command;

/** Lets go of what a completed migration no longer needs. */
@Command(
    name = "release",
    description =
        "Has the hosts, keys and secrets of a completed migration deleted; Aurora stays, for the app"
            + " lives there.")
final class ReleaseCommand extends OrderCommand {
  @Override
  Orders.Verdict decide(Migration migration) {
    return Orders.release(migration);
  }
}
