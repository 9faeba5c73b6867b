package dev.kahuna.bench.cutover;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.kahuna.event.Leg;
import dev.kahuna.sandbox.report.Writes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The figures of all rounds. The names of its fields are those of the JSON.
 *
 * @param instances of cutover-service
 * @param cutovers how many were completed
 * @param undone how many tries were rolled back, after which another one began
 * @param windows by leg; those in which the service was killed are not among them
 * @param writes of all rounds; its numbers are fields of the report itself
 * @param leftInMaintenance apps that were in maintenance, or without dynos, at the end
 * @param takeoverMillis the longest from the death of the instance that served a window until
 *     another one, or the same started again, began the next step; -1 if no window was hit
 * @param takeoverFactMillis the same until that step's fact
 * @param takeovers how many windows were hit
 * @param zeroToFirstCallP95Millis from the sample that showed the lag within its bound to the first
 *     call to Heroku
 * @param troubles a sentence for each round that was not good
 */
record BenchReport(
    long seed,
    int runs,
    int rate,
    int writers,
    int lanes,
    int killPercent,
    int instances,
    int cutovers,
    int undone,
    Map<Leg, WindowFigures> windows,
    @JsonUnwrapped @JsonIgnoreProperties("found") Writes writes,
    long leftInMaintenance,
    long takeoverMillis,
    long takeoverFactMillis,
    int takeovers,
    long zeroToFirstCallP95Millis,
    List<String> troubles,
    double seconds) {

  /**
   * One leg's windows.
   *
   * @param p50Millis how long users could not write, start of the dynos included
   * @param insideP50Millis until traffic was let go, as the service measured it
   */
  record WindowFigures(
      int measured,
      long p50Millis,
      long p95Millis,
      long maxMillis,
      long insideP50Millis,
      long insideP95Millis,
      List<StepFigures> steps) {}

  /**
   * One step.
   *
   * @param share of the mean of the window that users saw, 0 to 1
   */
  record StepFigures(String name, long p50Millis, long p95Millis, double share) {}

  static BenchReport of(
      long seed, BenchOptions options, List<BenchRun.Result> rounds, double seconds) {
    var windows = rounds.stream().flatMap(r -> r.windows().stream()).toList();
    var takeovers = windows.stream().flatMap(w -> w.takeover().stream()).toList();
    var zeros = rounds.stream().flatMap(r -> r.zeroToFirstCallMillis().stream()).toList();
    var figures = new EnumMap<Leg, WindowFigures>(Leg.class);
    for (var leg : List.of(Leg.TO_REPLICA, Leg.TO_AURORA)) {
      figures.put(
          leg,
          figures(windows.stream().filter(w -> w.leg() == leg && w.takeover().isEmpty()).toList()));
    }
    return new BenchReport(
        seed,
        options.runs,
        options.rate,
        options.writers,
        options.lanes,
        options.kills,
        options.instances,
        windows.size(),
        rounds.stream().mapToInt(BenchRun.Result::undone).sum(),
        figures,
        Writes.sum(rounds.stream().map(BenchRun.Result::writes).toList()),
        rounds.stream().filter(BenchRun.Result::inMaintenance).count(),
        Percentile.of(takeovers.stream().map(BenchRun.Takeover::stepMillis).toList(), 100),
        Percentile.of(takeovers.stream().map(BenchRun.Takeover::factMillis).toList(), 100),
        takeovers.size(),
        Percentile.of(zeros, 95),
        rounds.stream().filter(r -> !r.good()).map(BenchRun.Result::sentence).toList(),
        seconds);
  }

  private static WindowFigures figures(List<BenchRun.Window> windows) {
    var gaps = windows.stream().map(BenchRun.Window::gapMillis).toList();
    var inside = windows.stream().map(BenchRun.Window::insideMillis).toList();
    var total = gaps.stream().mapToLong(Long::longValue).sum();
    var names = new LinkedHashSet<String>();
    windows.forEach(w -> names.addAll(w.steps().keySet()));
    var steps = new ArrayList<StepFigures>();
    for (var name : names) {
      var times = windows.stream().map(w -> w.steps().getOrDefault(name, 0L)).toList();
      var share = times.stream().mapToLong(Long::longValue).sum() / (double) Math.max(1, total);
      steps.add(
          new StepFigures(
              name,
              Percentile.of(times, 50),
              Percentile.of(times, 95),
              Math.round(share * 1000) / 1000.0));
    }
    return new WindowFigures(
        windows.size(),
        Percentile.of(gaps, 50),
        Percentile.of(gaps, 95),
        Percentile.of(gaps, 100),
        Percentile.of(inside, 50),
        Percentile.of(inside, 95),
        steps);
  }

  boolean good() {
    return troubles.isEmpty();
  }
}
