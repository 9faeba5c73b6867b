package dev.kahuna.operator.console;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.telemetry.Pace;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import dev.kahuna.telemetry.Telemetry.WayBackLag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens in one migration now, according to samples. Samples may be lost, late or old, so
 * facts overrule them: what a fact has ended is no longer shown. Not thread safe.
 */
public final class Activity {
  private static final String WAITING = "waiting: ";

  private final Map<String, StepReported> steps = new LinkedHashMap<>();
  private final Map<String, Pace> paces = new LinkedHashMap<>();
  private final Map<String, RowsCopied> copies = new LinkedHashMap<>();
  private Optional<ReplayLag> replay = Optional.empty();
  private Optional<ReplicationLag> replication = Optional.empty();
  private Optional<WayBackLag> wayBack = Optional.empty();
  private Instant endedUpTo = Instant.MIN;

  public void sample(Telemetry sample) {
    if (!sample.at().isAfter(endedUpTo)) {
      return;
    }
    switch (sample) {
      case StepReported report -> report(report);
      case RowsCopied copied -> copies.put(copied.step(), copied);
      case StepFinished finished -> end(finished.step());
      case ReplayLag lag -> replay = Optional.of(lag);
      case ReplicationLag lag -> replication = Optional.of(lag);
      case WayBackLag lag -> wayBack = Optional.of(lag);
    }
  }

  private void report(StepReported report) {
    steps.put(report.step(), report);
    report
        .progress()
        .ifPresent(
            progress ->
                paces.computeIfAbsent(report.step(), s -> new Pace()).add(report.at(), progress));
  }

  private void end(String step) {
    steps.remove(step);
    paces.remove(step);
    copies.remove(step);
  }

  public void fact(LoggedEvent fact) {
    var event = fact.event();
    if (event instanceof StepFailed failed) {
      end(failed.step());
    }
    if (event instanceof PivotReached pivot && pivot.leg() == Leg.TO_REPLICA) {
      replay = Optional.empty();
    }
    if (event instanceof MigrationCompleted || event instanceof MigrationSettled) {
      replay = Optional.empty();
      replication = Optional.empty();
    }
    if (event instanceof ReverseReplicationDropped) {
      wayBack = Optional.empty();
    }
    if (endsOtherSteps(event)) {
      endAll(fact.at());
    }
  }

  private static boolean endsOtherSteps(MigrationEvent event) {
    return event instanceof CutoverAborted
        || event instanceof CutoverUndone
        || event instanceof MigrationCancelled
        || event instanceof MigrationSettled
        || event instanceof PreflightRejected
        || event instanceof MigrationCompleted
        || (event instanceof CutoverCompleted completed && completed.leg() == Leg.BACK_TO_REPLICA);
  }

  private void endAll(Instant at) {
    endedUpTo = at;
    steps.values().removeIf(report -> !report.at().isAfter(at));
    paces.keySet().retainAll(steps.keySet());
    copies.keySet().retainAll(steps.keySet());
  }

  /** The running steps, oldest first. */
  List<StepReported> running() {
    return steps.values().stream().filter(s -> !s.sentence().startsWith(WAITING)).toList();
  }

  /** What due steps wait for, without duplicates. */
  Collection<String> waiting() {
    return new ArrayList<>(
        steps.values().stream()
            .map(StepReported::sentence)
            .filter(s -> s.startsWith(WAITING))
            .map(s -> s.substring(WAITING.length()))
            .distinct()
            .toList());
  }

  Pace pace(String step) {
    return paces.getOrDefault(step, new Pace());
  }

  /** The tables that a step copies, the largest first. */
  List<RowsCopied.Table> tables(String step) {
    return Optional.ofNullable(copies.get(step)).map(RowsCopied::underWay).orElse(List.of());
  }

  Optional<ReplayLag> replay() {
    return replay;
  }

  Optional<ReplicationLag> replication() {
    return replication;
  }

  /** The measured lags, one sentence each. */
  List<String> lags() {
    var lags = new ArrayList<String>();
    replay.map(Activity::words).ifPresent(lags::add);
    replication.map(Activity::words).ifPresent(lags::add);
    wayBack.map(Activity::words).ifPresent(lags::add);
    return lags;
  }

  static String words(ReplayLag lag) {
    return "the replica is %s%s behind Heroku%s"
        .formatted(
            Amounts.bytes(lag.bytes()),
            lag.seconds() < 0 ? "" : " (" + Amounts.seconds(lag.seconds()) + ")",
            lag.standbyBytes() < 0
                ? ""
                : ", the standby is %s behind the replica"
                    .formatted(Amounts.bytes(lag.standbyBytes())));
  }

  static String words(ReplicationLag lag) {
    return "Aurora is %s%s behind the replica, and the slot keeps %s of WAL"
        .formatted(
            Amounts.bytes(lag.bytes()),
            lag.seconds() < 0 ? "" : " (" + Amounts.seconds(lag.seconds()) + ")",
            Amounts.bytes(lag.slotRetainedBytes()));
  }

  static String words(WayBackLag lag) {
    return "way back: the replica is %s behind Aurora, which keeps %s of WAL for it"
        .formatted(Amounts.bytes(lag.bytes()), Amounts.bytes(lag.retainedBytes()));
  }
}
