package dev.kahuna.bench.copy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kahuna.bench.timing.BenchResult;
import dev.kahuna.bench.timing.Median;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures. The names of its fields are those of the JSON.
 *
 * @param percent of the full size of the data
 * @param heapMaxMb the most heap that Kahuna's copy had in use, in MiB
 * @param sets by the label of the data
 */
record CopyBenchReport(
    int runs,
    int jobs,
    int percent,
    int sourceMajor,
    int targetMajor,
    long heapMaxMb,
    @JsonIgnore Map<String, Figures> sets)
    implements BenchResult {

  /** Beside the other fields, one for each set of data. */
  @JsonAnyGetter
  Map<String, Figures> bySet() {
    return sets;
  }

  /**
   * Of one set of data.
   *
   * @param seconds medians by contender
   * @param all the seconds of every run, in order
   */
  record Figures(@JsonIgnore Map<String, Double> seconds, Map<String, List<Double>> all) {
    static Figures of(Map<String, List<Double>> all) {
      return new Figures(
          all.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> Median.of(e.getValue()))),
          all);
    }

    @JsonAnyGetter
    Map<String, Double> medians() {
      return seconds;
    }

    /** Theirs divided by ours: above 1 we are faster. */
    @JsonProperty
    double vsPgcopydb() {
      return ratio("pgcopydb");
    }

    @JsonProperty
    double vsNative() {
      return ratio("native");
    }

    private double ratio(String other) {
      var theirs = seconds.getOrDefault(other, Double.NaN);
      return Math.round(theirs / seconds.getOrDefault("kahuna", Double.NaN) * 100) / 100.0;
    }
  }

  @Override
  public void print(PrintStream out) {
    sets.forEach(
        (set, figures) -> {
          out.printf("%n%s%n", set);
          figures
              .all()
              .forEach(
                  (contender, seconds) ->
                      out.printf(
                          "  %-12s %8.2f s   (%s)%n",
                          contender,
                          figures.seconds().get(contender),
                          seconds.stream()
                              .map("%.2f"::formatted)
                              .collect(Collectors.joining(", "))));
          out.printf(
              "  %.2f times as fast as pgcopydb, %.2f times as fast as a subscription%n",
              figures.vsPgcopydb(), figures.vsNative());
        });
    out.printf("%nKahuna's heap: %d MiB at most%n", heapMaxMb);
  }
}
