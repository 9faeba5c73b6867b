package dev.kahuna.bench.restore;

import dev.kahuna.bench.timing.Stopwatch;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.process.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes every way in turn, so that what else goes on on the machine falls upon all of them. */
final class Rounds {
  private final List<RestoreMethod> ways;
  private final Replay replay;
  private final Story story;
  private final Map<String, List<Double>> restoreSeconds = new LinkedHashMap<>();
  private final Map<String, List<Double>> replaySeconds = new LinkedHashMap<>();

  Rounds(List<RestoreMethod> ways, Replay replay, Story story) {
    this.ways = ways;
    this.replay = replay;
    this.story = story;
  }

  /** Goes them that often. */
  void run(int runs) throws Exception {
    var phase = new Phase(story, "Restoring and replaying", runs);
    for (var run = 0; run < runs; run++) {
      // Whoever is second finds the machine as the first one left it.
      for (var way : run % 2 == 0 ? ways : ways.reversed()) {
        go(way);
      }
      phase.advance();
    }
  }

  private void go(RestoreMethod way) throws Exception {
    var restored = new ArrayList<Path>();
    sync();
    var restore = Stopwatch.seconds(() -> restored.add(way.restore()));
    restoreSeconds.computeIfAbsent(way.restoreLabel(), label -> new ArrayList<>()).add(restore);
    story.tell("%s restored in %.2f s".formatted(way.restoreLabel(), restore));
    sync();
    var replayed = replay.seconds(restored.getFirst(), way.restoreCommand());
    replaySeconds.computeIfAbsent(way.replayLabel(), label -> new ArrayList<>()).add(replayed);
    story.tell("%s replayed in %.2f s".formatted(way.replayLabel(), replayed));
  }

  /** What was written before is on the disk, and does not slow what is measured next. */
  private static void sync() throws Exception {
    Shell.run(List.of("sync"));
  }

  /** Seconds of every restore, by the way. */
  Map<String, List<Double>> restoreSeconds() {
    return restoreSeconds;
  }

  /** Seconds of every replay, by the way. */
  Map<String, List<Double>> replaySeconds() {
    return replaySeconds;
  }
}
