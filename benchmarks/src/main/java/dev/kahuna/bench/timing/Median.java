package dev.kahuna.bench.timing;

import java.util.List;

/** The middle of several values; of an even number of them, halfway between the two. */
public final class Median {
  private Median() {}

  /**
   * @throws IndexOutOfBoundsException if there are no values
   */
  public static double of(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
