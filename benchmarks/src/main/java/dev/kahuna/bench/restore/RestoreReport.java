package dev.kahuna.bench.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kahuna.bench.timing.BenchResult;
import dev.kahuna.bench.timing.Median;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The figures. The names of its fields are those of the JSON.
 *
 * @param jobs how many parts of the base backup each way unpacked at a time
 * @param percent of the full size of the data
 * @param parts objects of the base backup
 * @param backupMb their size in the archive, in MiB
 * @param segments of WAL that were replayed, 16 MiB each
 * @param walMb their size in the archive, in MiB
 * @param restore seconds of every run, in order, by the way
 * @param replay the same
 */
record RestoreReport(
    int runs,
    int jobs,
    int percent,
    int parts,
    long backupMb,
    int segments,
    long walMb,
    Map<String, List<Double>> restore,
    Map<String, List<Double>> replay)
    implements BenchResult {

  private static final long MEBIBYTE = 1 << 20;

  static RestoreReport of(int runs, int jobs, int percent, ShippedArchive archive, Rounds rounds) {
    return new RestoreReport(
        runs,
        jobs,
        percent,
        archive.parts().size(),
        archive.backupBytes() / MEBIBYTE,
        archive.segments().size(),
        archive.walBytes() / MEBIBYTE,
        rounds.restoreSeconds(),
        rounds.replaySeconds());
  }

  /** Theirs divided by ours, of the medians: above 1 we are faster. */
  @JsonProperty
  double restoreRatio() {
    return ratio(restore, "plain");
  }

  /** The same of the replay. */
  @JsonProperty
  double replayRatio() {
    return ratio(replay, "cp");
  }

  private static double ratio(Map<String, List<Double>> seconds, String theirs) {
    var ratio = median(seconds, theirs) / median(seconds, "kahuna");
    return Math.round(ratio * 100) / 100.0;
  }

  private static double median(Map<String, List<Double>> seconds, String way) {
    return Median.of(seconds.getOrDefault(way, List.of()));
  }

  @Override
  public void print(PrintStream out) {
    out.printf(
        "%nBase backup: %d parts, %d MiB in the archive, %d at a time%n", parts, backupMb, jobs);
    print(restore, out);
    out.printf("WAL: %d segments, %d MiB in the archive%n", segments, walMb);
    print(replay, out);
    out.printf(
        "Restore %.2f times as fast as by plain tools, replay %.2f times as fast as with cp%n",
        restoreRatio(), replayRatio());
  }

  private static void print(Map<String, List<Double>> seconds, PrintStream out) {
    seconds.forEach(
        (way, all) ->
            out.printf(
                "  %-8s %8.2f s   (%.2f to %.2f)%n",
                way, Median.of(all), Collections.min(all), Collections.max(all)));
  }
}
