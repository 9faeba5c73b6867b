package dev.kahuna.operator;

import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows one migration. */
@Command(
    name = "watch",
    description = "Follows a migration until it is completed, rejected, or cancelled and released.")
final class WatchCommand extends LogCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The migration.")
  private String id = "";

  @Override
  void run(MigrationLog log) {
    known(log, id);
    var narrator = new Narrator(Screen.standard(out()), ZoneId.systemDefault());
    try (var follower = log.follow()) {
      follower.follow(
          seen -> {
            switch (seen) {
              case LogFollower.Seen.Fact(var fact, var after) when fact.migration().equals(id) -> {
                narrator.fact(fact);
                if (Status.ended(after)) {
                  follower.stop();
                }
              }
              case LogFollower.Seen.Sample(var migration, var sample) when migration.equals(id) ->
                  narrator.sample(sample);
              case LogFollower.Seen other -> {
                // Another migration's.
              }
            }
          });
    } finally {
      narrator.close();
    }
  }
}
