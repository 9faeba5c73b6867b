package dev.kahuna.operator.console;

import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One window: when it opened, how it ended, and how long writes stopped.
 *
 * @param outcome {@code open}, {@code undoing}, {@code undone}, {@code past its pivot} or {@code
 *     completed}
 * @param unavailableMillis as the service measured it; empty while the window is open
 */
record WindowTimes(
    Leg leg, int attempt, String outcome, Instant startedAt, Optional<Long> unavailableMillis) {

  /** Every window, in the order of the log, undone ones included. */
  static List<WindowTimes> all(List<LoggedEvent> history) {
    return history.stream()
        .map(LoggedEvent::event)
        .filter(CutoverStarted.class::isInstance)
        .map(CutoverStarted.class::cast)
        .map(started -> opened(started, history))
        .toList();
  }

  private static WindowTimes opened(CutoverStarted started, List<LoggedEvent> history) {
    var times =
        new WindowTimes(
            started.leg(), started.attempt(), "open", started.startedAt(), Optional.empty());
    for (var fact : history) {
      times = times.after(fact.event());
    }
    return times;
  }

  private WindowTimes after(MigrationEvent event) {
    return switch (event) {
      case CutoverAborted a when is(a.leg(), a.attempt()) -> now("undoing");
      case PivotReached p when is(p.leg(), p.attempt()) -> now("past its pivot");
      case CutoverUndone r when is(r.leg(), r.attempt()) -> ended("undone", r.unavailableMillis());
      case CutoverCompleted c when is(c.leg(), c.attempt()) ->
          ended("completed", c.unavailableMillis());
      case MigrationEvent other -> this;
    };
  }

  private boolean is(Leg otherLeg, int otherAttempt) {
    return leg == otherLeg && attempt == otherAttempt;
  }

  private WindowTimes now(String newOutcome) {
    return new WindowTimes(leg, attempt, newOutcome, startedAt, unavailableMillis);
  }

  private WindowTimes ended(String how, long millis) {
    return new WindowTimes(leg, attempt, how, startedAt, Optional.of(millis));
  }
}
