package dev.kahuna.operator.console;

import dev.kahuna.event.CopyEvent;
import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.CutoverEvent;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.OfCutover;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.CutoverEvent.ReplicaPromoted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Unjudged;
import dev.kahuna.event.Unread;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sentences for the facts of cutover-service. */
final class CutoverSentences {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private CutoverSentences() {}

  static String of(CutoverEvent event) {
    return switch (event) {
      case ReplicaChecked c -> checked(c);
      case ReverseReplicationDropped(var slot) ->
          "The replica no longer follows Aurora; slot %s is dropped.".formatted(slot);
      case MigrationCompleted() -> "Completed: the app runs on Aurora.";
      case CutoverUndone u ->
          "%s: attempt %d is undone after %s, and the app is back on %s: %s%s"
              .formatted(
                  u.leg(),
                  u.attempt(),
                  Amounts.millis(u.unavailableMillis()),
                  u.leg().from().label(),
                  EventSentences.ended(u.reason()),
                  u.lostReplica() > 0 ? " The replica is rebuilt before the next attempt." : "");
      case OfCutover e -> "%s: %s".formatted(e.leg(), ofLeg(e));
    };
  }

  static String of(CopyEvent event) {
    return switch (event) {
      case RehearsalVoided v ->
          "The schema on Heroku was changed since it was rehearsed (%s), so it is rehearsed again before the window opens."
              .formatted(v.reason());
      case CopyGivenUp given ->
          "The copy to Aurora was abandoned and starts again: %s"
              .formatted(EventSentences.ended(given.reason()));
      case CopyCleared c ->
          "The database on Aurora was recreated, empty, and the slot of the earlier copy was dropped.";
      case MigrationSettled() ->
          "Settled: the app stays on the replica for good. Aurora is deleted; from here on the replica's backups and updates are yours.";
      case PublicationDropped p ->
          p.standbyFollows()
              ? "The replica keeps nothing for Aurora any more, and the standby follows it."
              : "The replica keeps nothing for Aurora any more. No standby follows it: create one.";
    };
  }

  private static String ofLeg(OfCutover event) {
    return switch (event) {
      case CutoverPrepared p ->
          "prepared; saved the state of %s."
              .formatted(p.apps().stream().map(SavedApp::name).collect(Collectors.joining(", ")));
      case CutoverStarted s ->
          "the window is open; it is undone unless it reaches its pivot by %s UTC."
              .formatted(TIME.format(s.deadline()));
      case TrafficStopped t -> "maintenance mode is on, and workers are stopped.";
      case SourceFenced f ->
          "%s accepts no writes after %s; %d sessions were ended."
              .formatted(f.leg().from().label(), f.fenceLsn(), f.sessionsEnded());
      case ReplicaDrained d -> "everything up to %s is replayed.".formatted(d.replayLsn());
      case StandbyFrozen s -> "the standby is frozen at %s.".formatted(s.frozenAt());
      case ReplicaPromoted p -> "the replica is promoted to primary.";
      case IndexesRebuilt r ->
          r.rebuilt().isEmpty()
              ? "every index over text is in order."
              : "%d indexes were rebuilt: %s."
                  .formatted(r.rebuilt().size(), String.join(", ", r.rebuilt()));
      case SlotCreated s ->
          "publication and slot exist, from %s on.".formatted(s.consistentPoint());
      case TargetDrained t -> "the last row has arrived on %s.".formatted(t.leg().to().label());
      case DataCompared c -> compared(c);
      case DataVerified v ->
          "both databases are equal: %d tables, %,d rows%s."
              .formatted(v.tables(), v.rows(), v.unread().map(CutoverSentences::unread).orElse(""));
      case SequencesAdvanced s ->
          "%d sequences are ahead of those of the old database.".formatted(s.sequences());
      case ReplicationStopped r ->
          "the replication to %s has stopped.".formatted(r.leg().to().label());
      case ReverseReplicationStarted r ->
          "Aurora keeps every write for the replica, for the way back.";
      case ReplicaOpened r -> "the replica accepts the app's writes.";
      case AppRepointed r ->
          "the URL of the new database is set: %s.".formatted(releases(r.releases()));
      case PivotReached p -> "the pivot is reached; from here on the window only goes forward.";
      case TrafficResumed t -> "workers run, and maintenance mode is off.";
      case CutoverCompleted c ->
          "completed; the app was unavailable for %s."
              .formatted(Amounts.millis(c.unavailableMillis()));
      case CutoverAborted a ->
          "attempt %d is being undone: %s".formatted(a.attempt(), EventSentences.ended(a.reason()));
      case WritesRestored w ->
          "%s accepts writes again.%s"
              .formatted(
                  w.leg().from().label(),
                  w.stranded().map(rows -> " " + EventSentences.ended(rows)).orElse(""));
    };
  }

  private static String checked(ReplicaChecked c) {
    var unproven =
        c.unproven().isEmpty()
            ? ""
            : " No query reads these in their order, so they will be proven or rebuilt in the window: %s."
                .formatted(String.join(", ", c.unproven()));
    return found(c) + unproven;
  }

  private static String found(ReplicaChecked c) {
    if (c.misordered().isEmpty() && c.differing().isEmpty()) {
      return "The replica's host has every library, and its %s%d indexes over text are in order."
          .formatted(c.unproven().isEmpty() ? "" : "other ", c.indexes() - c.unproven().size());
    }
    return c.differing().isEmpty()
        ? "Of the replica's %d indexes over text, these are misordered and will be rebuilt in the window: %s."
            .formatted(c.indexes(), String.join(", ", c.misordered()))
        : "The replica's host sorts these collations differently from Heroku, so their indexes will be rebuilt in the window: %s."
            .formatted(String.join(", ", c.differing()));
  }

  private static String compared(DataCompared c) {
    var amount =
        "%d tables, %,d rows, in %s".formatted(c.tables(), c.rows(), Amounts.millis(c.millis()));
    return c.unjudged().isEmpty()
        ? "every row was compared, and nothing differs: %s.".formatted(amount)
        : "no row that was judged differs (%s), but there is no verdict on %s."
            .formatted(
                amount,
                c.unjudged().stream().map(Unjudged::toString).collect(Collectors.joining("; ")));
  }

  private static String releases(Map<String, Integer> releases) {
    return new TreeMap<>(releases)
        .entrySet().stream()
            .map(e -> "%s (v%d)".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String unread(Unread unread) {
    return "; %d tables compared in part, %d not compared"
        .formatted(unread.partly().size(), unread.leftOut().size());
  }
}
