package dev.kahuna.bench.cutover;

import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.MigrationFollower;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import dev.kahuna.telemetry.Telemetry.WayBackLag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What came by of one migration: its steps' times and its samples of the lag. */
final class Observation implements MigrationFollower.Listener {
  private final Consumer<LoggedEvent> kills;
  private final List<StepFinished> steps = new ArrayList<>();
  private final List<Instant> lagSamples = new ArrayList<>();
  private Optional<Instant> caughtUp = Optional.empty();
  private Optional<Instant> compared = Optional.empty();

  Observation(Consumer<LoggedEvent> kills) {
    this.kills = kills;
  }

  @Override
  public void fact(LoggedEvent fact, Migration now) {
    synchronized (this) {
      if (fact.event() instanceof ReplicationCaughtUp) {
        caughtUp = Optional.of(fact.at());
      } else if (fact.event() instanceof DataCompared) {
        compared = Optional.of(fact.at());
      }
    }
    kills.accept(fact);
  }

  @Override
  public synchronized void sample(Telemetry sample) {
    switch (sample) {
      case StepFinished finished -> steps.add(finished);
      case ReplicationLag lag -> lagSamples.add(lag.at());
      case StepReported _, RowsCopied _, ReplayLag _, WayBackLag _ -> {}
    }
  }

  /**
   * When nothing was left to wait for: the sample was taken with which the lag had been within its
   * bound long enough, and both sides had been compared.
   */
  synchronized Optional<Instant> zeroLag() {
    return caughtUp
        .flatMap(
            known -> lagSamples.stream().filter(at -> !at.isAfter(known)).max(Instant::compareTo))
        .flatMap(zero -> compared.map(at -> at.isAfter(zero) ? at : zero));
  }

  /** How long each step of a window took, from the first that stops traffic to the last. */
  synchronized Map<String, Long> window(Leg leg) {
    var suffix = "-" + leg.slug();
    var times = new LinkedHashMap<String, Long>();
    var inside = false;
    for (var step : steps) {
      inside |= step.step().equals("stop-traffic" + suffix);
      if (inside) {
        times.merge(step.step(), step.millis(), Long::sum);
      }
      inside &= !step.step().equals("resume" + suffix);
    }
    return times;
  }

  /**
   * When the step began that made a fact after a moment, in the instance that made it.
   *
   * @param fact its wire name
   */
  synchronized Optional<Instant> begun(String fact, Instant after) {
    return steps.stream()
        .filter(step -> step.fact().equals(fact) && step.at().isAfter(after))
        .map(step -> step.at().minusMillis(step.millis()))
        .min(Instant::compareTo);
  }
}
