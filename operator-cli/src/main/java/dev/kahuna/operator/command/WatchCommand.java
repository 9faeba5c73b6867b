package dev.kahuna.operator.command;

import dev.kahuna.operator.console.ConsoleNarrator;
import dev.kahuna.operator.console.Screen;
import dev.kahuna.operator.console.Status;
import dev.kahuna.operator.log.LogFollower;
import dev.kahuna.operator.log.LogFollower.Seen;
import dev.kahuna.operator.log.MigrationLog;
import dev.kahuna.telemetry.Telemetry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows one migration. */
@Command(
    name = "watch",
    description = "Follow a migration until it is completed, rejected, or cancelled and released.")
final class WatchCommand extends LogCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The migration's id.")
  private String id = "";

  @Override
  void run(MigrationLog log) {
    known(log, id);
    var narrator = new ConsoleNarrator(Screen.standard(out()), ZoneId.systemDefault());
    try (var follower = log.follow()) {
      var earlier = new ArrayList<Telemetry>();
      follower.catchUp(seen -> tell(seen, narrator, earlier::add, follower));
      earlier.forEach(narrator::recall);
      follower.follow(seen -> tell(seen, narrator, narrator::sample, follower));
    } finally {
      narrator.close();
    }
  }

  private void tell(
      Seen seen, ConsoleNarrator narrator, Consumer<Telemetry> samples, LogFollower follower) {
    switch (seen) {
      case Seen.Fact(var fact, var after) when fact.migration().equals(id) -> {
        narrator.fact(fact);
        if (Status.ended(after)) {
          follower.stop();
        }
      }
      case Seen.Sample(var migration, var sample) when migration.equals(id) ->
          samples.accept(sample);
      case Seen other -> {
        // Belongs to another migration.
      }
    }
  }
}
