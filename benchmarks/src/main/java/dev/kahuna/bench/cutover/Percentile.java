package dev.kahuna.bench.cutover;

import java.util.Collection;

/** Of measured values. */
final class Percentile {
  private Percentile() {}

  /**
   * The nearest rank: a value that was measured, with at least that share of the values at or below
   * it.
   *
   * @param percent 1 to 100
   * @return -1 if there are no values
   */
  static long of(Collection<Long> values, int percent) {
    if (values.isEmpty()) {
      return -1;
    }
    var sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
  }
}
