package dev.kahuna.operator.command;

import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Cutovers;
import dev.kahuna.request.MigrationRequest.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stages of a migration, for tests. */
public final class Facts {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Facts() {}

  public static Migration migration(List<MigrationEvent> events) {
    var migration = Migration.of("shop-2026");
    for (var fact : logged(events)) {
      migration = migration.with(fact);
    }
    return migration;
  }

  public static List<LoggedEvent> logged(List<MigrationEvent> events) {
    var logged = new ArrayList<LoggedEvent>();
    for (int i = 0; i < events.size(); i++) {
      logged.add(new LoggedEvent("shop-2026", events.get(i), i, NOON.plusSeconds(i), "test"));
    }
    return logged;
  }

  public static MigrationRequest request(Approval approval) {
    return with(Examples.request(), approval);
  }

  /** The request with that approval of both cutovers. */
  public static MigrationRequest with(MigrationRequest example, Approval approval) {
    var policy = new Policy(approval, Duration.ofSeconds(60), 0, Duration.ofMinutes(5));
    return new MigrationRequest(
        example.source(),
        example.archive(),
        example.replica(),
        example.target(),
        new Cutovers(policy, policy, Approval.REQUIRED));
  }

  /** Requested, and both cutovers need approval. */
  public static List<MigrationEvent> requested() {
    return List.of(new MigrationRequested(request(Approval.REQUIRED)));
  }

  /** Everything before TO_REPLICA. */
  public static List<MigrationEvent> replicaReady() {
    return plus(
        requested(),
        example(PreflightPassed.class),
        example(TargetCreated.class),
        example(StandbyStarted.class),
        example(ReplicaCaughtUp.class));
  }

  public static List<MigrationEvent> windowOpen(Leg leg, List<MigrationEvent> before) {
    return plus(before, new CutoverStarted(leg, 1, NOON, NOON.plusSeconds(60)));
  }

  /** Everything before TO_AURORA. */
  public static List<MigrationEvent> replicationReady() {
    return plus(
        windowOpen(Leg.TO_REPLICA, replicaReady()),
        new PivotReached(Leg.TO_REPLICA, 1),
        new CutoverCompleted(Leg.TO_REPLICA, 1, 2100),
        example(ReplicationCaughtUp.class));
  }

  public static List<MigrationEvent> plus(List<MigrationEvent> before, MigrationEvent... more) {
    var all = new ArrayList<>(before);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  static <E extends MigrationEvent> E example(Class<E> type) {
    return Examples.all().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
