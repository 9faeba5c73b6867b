package dev.kahuna.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The speed of a piece of work during the last two minutes. Not thread safe. */
public final class Pace {
  private static final Duration WINDOW = Duration.ofMinutes(2);

  private record Sample(Instant at, Progress progress) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Adds a sample; one with less done or another total starts the measurement again. */
  public void add(Instant at, Progress progress) {
    var last = samples.peekLast();
    if (last != null
        && (progress.done() < last.progress.done() || progress.total() != last.progress.total())) {
      samples.clear();
    }
    samples.add(new Sample(at, progress));
    while (samples.size() > 2 && samples.getFirst().at.isBefore(at.minus(WINDOW))) {
      samples.removeFirst();
    }
  }

  /** Units per second; empty until two samples differ. */
  public Optional<Double> rate() {
    if (samples.size() < 2) {
      return Optional.empty();
    }
    var first = samples.getFirst();
    var last = samples.getLast();
    var seconds = Duration.between(first.at, last.at).toMillis() / 1000.0;
    var done = last.progress.done() - first.progress.done();
    return seconds > 0 && done > 0 ? Optional.of(done / seconds) : Optional.empty();
  }

  /** Time left at this speed; empty if the speed or the total is unknown. */
  public Optional<Duration> left() {
    var last = samples.peekLast();
    if (last == null || last.progress.total() <= 0) {
      return Optional.empty();
    }
    var left = Math.max(0, last.progress.total() - last.progress.done());
    return rate().map(rate -> Duration.ofSeconds((long) Math.ceil(left / rate)));
  }
}
