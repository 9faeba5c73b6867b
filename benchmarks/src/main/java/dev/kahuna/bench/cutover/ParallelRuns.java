package dev.kahuna.bench.cutover;

import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The rounds, as many at a time as there are lanes. */
final class ParallelRuns {
  private static final int ALWAYS = 100;

  private final Cloud cloud;
  private final BenchOptions options;
  private final long seed;
  private final Story story;
  private final AtomicInteger done = new AtomicInteger();
  private final long begun = System.nanoTime();

  ParallelRuns(Cloud cloud, BenchOptions options, long seed, Story story) {
    this.cloud = cloud;
    this.options = options;
    this.seed = seed;
    this.story = story;
  }

  /** Runs them all, and one more in which the service is killed in every window. */
  List<BenchRun.Result> run() throws InterruptedException, ExecutionException {
    var calls = new CallCount(cloud.heroku());
    var rounds = new ArrayList<Callable<BenchRun.Result>>();
    for (var number = 1; number <= options.runs; number++) {
      rounds.add(round(number, options.kills, calls));
    }
    rounds.add(round(options.runs + 1, ALWAYS, calls));
    var results = new ArrayList<BenchRun.Result>();
    try (var lanes = Executors.newFixedThreadPool(options.lanes)) {
      for (var result : lanes.invokeAll(rounds)) {
        results.add(result.get());
      }
    }
    return results;
  }

  /** Each round has choices of its own, which do not depend on how the lanes share the rounds. */
  private Callable<BenchRun.Result> round(int number, int kills, CallCount calls) {
    return () -> {
      var random = new Random(seed + number);
      var result =
          new BenchRun(cloud, options, number, calls, new Kills(cloud, kills, random)).run();
      tell(result);
      return result;
    };
  }

  private void tell(BenchRun.Result result) {
    var all = options.runs + 1;
    var so = done.incrementAndGet();
    var each = Duration.ofNanos(System.nanoTime() - begun).toSeconds() / (double) so;
    story.tell(
        "%d of %d   %s   about %d min left"
            .formatted(so, all, result.sentence(), Math.round(each * (all - so) / 60)));
  }
}
