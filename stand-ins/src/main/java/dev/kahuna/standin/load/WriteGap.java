package dev.kahuna.standin.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How long the app's users could not write, as they saw it. */
public final class WriteGap {
  private WriteGap() {}

  /**
   * The longest pause between two acknowledgements that overlaps a span of time.
   *
   * @param acknowledged in any order
   * @return empty if nothing was acknowledged before the span's end and after its beginning
   */
  public static Optional<Duration> longest(
      List<Acknowledgement> acknowledged, Instant from, Instant to) {
    var times = acknowledged.stream().map(Acknowledgement::at).sorted().toList();
    return IntStream.range(1, times.size())
        .filter(i -> times.get(i).isAfter(from) && times.get(i - 1).isBefore(to))
        .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
        .max(Duration::compareTo);
  }
}
