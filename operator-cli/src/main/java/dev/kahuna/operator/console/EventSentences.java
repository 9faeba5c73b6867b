package dev.kahuna.operator.console;

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
import dev.kahuna.event.CutoverEvent.Unread;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.ProvisionerEvent;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.event.StepFailed;
import dev.kahuna.request.MigrationRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every fact in one sentence for the operator. */
public final class EventSentences {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private EventSentences() {}

  public static String of(MigrationEvent event) {
    return switch (event) {
      case OperatorEvent e -> ofOperator(e);
      case ProvisionerEvent e -> ofProvisioner(e);
      case ReplicaEvent e -> ofReplica(e);
      case MonitorEvent e -> ofMonitor(e);
      case CutoverEvent e -> ofCutover(e);
      case StepFailed f ->
          "Step %s failed (try %d, %s): %s"
              .formatted(f.step(), f.attempt(), f.kind(), ended(f.reason()));
    };
  }

  /** What is asked for, without an end mark. */
  public static String request(MigrationRequest request) {
    return "%s %s, from Postgres %d on Heroku to Aurora PostgreSQL %s"
        .formatted(
            request.source().apps().size() == 1 ? "app" : "apps",
            String.join(", ", request.source().apps()),
            request.source().version(),
            request.target().engineVersion());
  }

  /** What a preflight found that the operator should know, a line each. */
  static List<String> findings(MigrationEvent event) {
    var findings =
        switch (event) {
          case PreflightPassed(var found) -> found;
          case PreflightRejected(var found) -> found;
          case CutoverPrepared prepared -> prepared.findings();
          default -> List.<Finding>of();
        };
    return findings.stream()
        .filter(finding -> finding.severity() != Severity.PASS)
        .map(f -> "%s %s: %s".formatted(f.severity(), f.check(), f.advice()))
        .toList();
  }

  private static String ofOperator(OperatorEvent event) {
    return switch (event) {
      case MigrationRequested(var request) -> "Requested: %s.".formatted(request(request));
      case CutoverApproved a -> "%s is approved.".formatted(a.leg());
      case StepRetryRequested r -> "Step %s is to be tried again.".formatted(r.step());
      case MigrationCancelled(var reason) -> "Cancelled: %s".formatted(ended(reason));
      case RollbackRequested(var reason) ->
          "The way back is asked for: %s".formatted(ended(reason));
      case ReleaseRequested() -> "What is no longer needed is to be released.";
    };
  }

  private static String ofProvisioner(ProvisionerEvent event) {
    return switch (event) {
      case PreflightPassed(var findings) -> "Preflight passed: %s.".formatted(counts(findings));
      case PreflightRejected(var findings) ->
          "Preflight found what must be changed first: %s; nothing was launched."
              .formatted(counts(findings));
      case HostLaunched h ->
          "The %s host runs: %s at %s."
              .formatted(word(h.role().name()), h.instanceId(), h.address());
      case TargetCreated t ->
          "The Aurora cluster %s (%s) is available at %s:%d."
              .formatted(t.cluster(), t.engineVersion(), t.host(), t.port());
      case InfrastructureReleased(var released) ->
          released.isEmpty()
              ? "There was nothing to release."
              : "Released: %s.".formatted(String.join(", ", released));
    };
  }

  private static String ofReplica(ReplicaEvent event) {
    return switch (event) {
      case HostPrepared h ->
          "The %s host is prepared: volume, Postgres, archive tool, certificates."
              .formatted(word(h.role().name()));
      case BaseBackupRestored b ->
          "Base backup %s is restored (%s).".formatted(b.backup(), Amounts.bytes(b.bytes()));
      case ReplicaStarted r ->
          "The replica (Postgres %d) replays the archive.".formatted(r.majorVersion());
      case StandbyStarted s -> "The standby follows the replica.";
      case SchemaCopied s -> "The schema is on Aurora: %d tables.".formatted(s.tables());
      case DataCopied d ->
          "The data is on Aurora: %d tables, %,d rows, %s."
              .formatted(d.tables(), d.rows(), Amounts.bytes(d.bytes()));
      case IndexesBuilt b ->
          "%d indexes and %d constraints are built on Aurora."
              .formatted(b.indexes(), b.constraints());
      case SubscriptionStarted s ->
          "Aurora subscribes to the replica from slot %s.".formatted(s.slot());
      case StandbyThawed s -> "The standby follows again.";
    };
  }

  private static String ofMonitor(MonitorEvent event) {
    return switch (event) {
      case ReplicaCaughtUp r ->
          "The replica has caught up: %s behind.".formatted(Amounts.bytes(r.lagBytes()));
      case ReplicationCaughtUp r ->
          "Aurora has caught up: %d tables, %s behind."
              .formatted(r.tables(), Amounts.bytes(r.lagBytes()));
      case SlotGivenUp g ->
          "The slot %s is given up: %s. The app stays on the replica; cancel this migration, and take it to Aurora by another one."
              .formatted(g.slot(), g.reason());
      case ReplicationTroubled t -> "Replication is in trouble: %s".formatted(ended(t.reason()));
      case ReplicationHealed h -> "Replication goes on.";
      case OldDatabaseTouched t ->
          "Somebody is at the database that the app has left: %s".formatted(ended(t.reason()));
      case OldDatabaseQuiet q -> "%s: nobody is at the old database any more.".formatted(q.leg());
    };
  }

  private static String ofCutover(CutoverEvent event) {
    return switch (event) {
      case CutoverPrepared p ->
          "%s: prepared; saved %s."
              .formatted(
                  p.leg(), p.apps().stream().map(SavedApp::name).collect(Collectors.joining(", ")));
      case CutoverStarted s ->
          "%s: the window is open; it is undone unless the pivot is reached by %s UTC."
              .formatted(s.leg(), TIME.format(s.deadline()));
      case TrafficStopped t -> "%s: maintenance is on, workers are stopped.".formatted(t.leg());
      case SourceFenced f ->
          "%s: the old database takes no more writes after %s; %d sessions were ended."
              .formatted(f.leg(), f.fenceLsn(), f.sessionsEnded());
      case ReplicaDrained d ->
          "%s: everything is replayed, up to %s.".formatted(d.leg(), d.replayLsn());
      case StandbyFrozen s -> "%s: the standby is frozen at %s.".formatted(s.leg(), s.frozenAt());
      case ReplicaPromoted p -> "%s: the replica is a primary.".formatted(p.leg());
      case ReplicaChecked c ->
          c.misordered().isEmpty() && c.differing().isEmpty()
              ? "The replica's host has every library, and its %d indexes over text are in order."
                  .formatted(c.indexes())
              : "Of the replica's %d indexes over text some are in another host's order, and will be rebuilt in the window: %s."
                  .formatted(
                      c.indexes(),
                      String.join(", ", c.differing().isEmpty() ? c.misordered() : c.differing()));
      case IndexesRebuilt r ->
          "%s: rebuilt %d indexes: %s."
              .formatted(r.leg(), r.rebuilt().size(), String.join(", ", r.rebuilt()));
      case SlotCreated s ->
          "%s: publication and slot stand at %s.".formatted(s.leg(), s.consistentPoint());
      case TargetDrained t -> "%s: the last row has arrived.".formatted(t.leg());
      case DataCompared c ->
          "%s: every row was compared, and nothing differs: %d tables, %,d rows, in %s%s."
              .formatted(
                  c.leg(),
                  c.tables(),
                  c.rows(),
                  Amounts.millis(c.millis()),
                  c.changing() > 0
                      ? "; %d rows changed too often to be judged".formatted(c.changing())
                      : "");
      case DataVerified v ->
          "%s: both sides are equal: %d tables, %,d rows%s."
              .formatted(
                  v.leg(), v.tables(), v.rows(), v.unread().map(EventSentences::unread).orElse(""));
      case SequencesAdvanced s ->
          "%s: %d sequences are ahead of the source's.".formatted(s.leg(), s.sequences());
      case ReplicationStopped r -> "%s: the replication has stopped.".formatted(r.leg());
      case ReverseReplicationStarted r ->
          "%s: Aurora keeps every write for the replica.".formatted(r.leg());
      case ReplicaOpened r -> "%s: the replica is open for the app.".formatted(r.leg());
      case ReverseReplicationDropped(var slot) ->
          "The replica follows Aurora no more; slot %s is gone.".formatted(slot);
      case AppRepointed r -> "%s: repointed %s.".formatted(r.leg(), releases(r.releases()));
      case PivotReached p -> "%s: pivot; from here it only goes forward.".formatted(p.leg());
      case TrafficResumed t -> "%s: workers run and maintenance is off.".formatted(t.leg());
      case CutoverCompleted c ->
          "%s: done; the app was unavailable for %s."
              .formatted(c.leg(), Amounts.millis(c.unavailableMillis()));
      case CutoverAborted a -> "%s: to be undone: %s".formatted(a.leg(), ended(a.reason()));
      case WritesRestored w -> "%s: the old database takes writes again.".formatted(w.leg());
      case CutoverUndone r ->
          "%s: try %d is undone after %s: %s"
              .formatted(
                  r.leg(), r.attempt(), Amounts.millis(r.unavailableMillis()), ended(r.reason()));
      case MigrationCompleted() -> "Completed: the app lives on Aurora.";
    };
  }

  private static String counts(List<Finding> findings) {
    return "%d passed, %d warnings, %d blocking"
        .formatted(
            count(findings, Severity.PASS),
            count(findings, Severity.WARN),
            count(findings, Severity.BLOCK));
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  private static String releases(Map<String, Integer> releases) {
    return new TreeMap<>(releases)
        .entrySet().stream()
            .map(e -> "%s (v%d)".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }

  private static String unread(Unread unread) {
    return "; compared in part: %d, not at all: %d"
        .formatted(unread.partly().size(), unread.leftOut().size());
  }

  /** A reason comes from anywhere; a sentence ends with a full stop. */
  public static String ended(String reason) {
    var text = reason.strip();
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
  }
}
