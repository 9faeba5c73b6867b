package dev.kahuna.cutover;

import static dev.kahuna.event.Leg.TO_AURORA;
import static dev.kahuna.event.Leg.TO_REPLICA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.window.Approval;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicaPromoted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.RequiresStandby;
import dev.kahuna.event.SourceMark;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.fault.Survives;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which step is due after which facts; nothing here does any work. */
public class CutoverSagaTest {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Lsn LSN = Lsn.parse("16/B374D848");
  static final SecretRef REF = new SecretRef("aws-sm:x");

  private final Saga saga = saga();

  private static Saga saga() {
    var secrets =
        new Secrets(
            () -> {
              throw new AssertionError("declaring steps reads no secret");
            });
    var platform = new HerokuPlatform(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1));
    return new CutoverSteps(
            new CutoverDatabases(new MigrationDatabases(secrets, Optional.empty()), secrets),
            new HerokuApps(platform, secrets),
            secrets,
            Clock.fixed(NOON, ZoneOffset.UTC),
            (migration, sample) -> {})
        .saga();
  }

  @Test
  void theFirstCutoverGoesStepByStep() {
    var facts = new ArrayList<>(beforeToReplica());
    for (var fact : toReplica()) {
      var due = due(facts);
      assertThat(due).as("before %s", fact).hasSize(1);
      assertThat(step(due.getFirst()).makes(fact)).as("%s makes %s", due, fact).isTrue();
      facts.add(fact);
    }
    assertThat(due(facts)).isEmpty();
  }

  @Test
  void withoutAStandbyTheFirstCutoverDoesNotWaitForOne() {
    var facts =
        new ArrayList<MigrationEvent>(
            List.of(new MigrationRequested(Examples.requestWithoutStandby())));
    beforeToReplica().stream()
        .filter(fact -> !(fact instanceof MigrationRequested || fact instanceof RequiresStandby))
        .forEach(facts::add);
    for (var fact : toReplica()) {
      if (!(fact instanceof RequiresStandby)) {
        var due = due(facts);
        assertThat(due).as("before %s", fact).hasSize(1);
        assertThat(step(due.getFirst()).makes(fact)).as("%s makes %s", due, fact).isTrue();
        facts.add(fact);
      }
    }
  }

  @Test
  void theSecondCutoverGoesStepByStepAndEndsTheMigration() {
    var facts = new ArrayList<>(beforeToAurora());
    for (var fact : toAurora()) {
      var due = due(facts);
      assertThat(due).as("before %s", fact).hasSize(1);
      assertThat(step(due.getFirst()).makes(fact)).as("%s makes %s", due, fact).isTrue();
      facts.add(fact);
    }
    assertThat(due(facts)).containsExactly("end-replication");
  }

  @Survives(
      fault = 18,
      done = "replication is in trouble before the window",
      held = "nothing of the cutover begins until it has healed")
  @Test
  void theSecondCutoverWaitsForReplicationAndForItsTroublesToEnd() {
    var facts = new ArrayList<>(beforeToAurora());
    assertThat(due(facts.subList(0, facts.size() - 1))).isEmpty();
    assertThat(due(facts)).containsExactly("compare-data");
    facts.add(new ReplicationTroubled(1, "duplicate key"));
    assertThat(due(facts)).isEmpty();
    facts.add(new ReplicationHealed(1));
    assertThat(due(facts)).containsExactly("compare-data");
  }

  @Test
  void aFailureOrACancellationAtAnyPointBeforeThePivotIsUndone() {
    var steps = toReplica();
    var pivot = indexOf(PivotReached.class, steps);
    for (var reached = indexOf(CutoverStarted.class, steps); reached < pivot; reached++) {
      for (var trouble : List.of(failed("drain-wal"), new MigrationCancelled("enough"))) {
        var facts = new ArrayList<>(beforeToReplica());
        facts.addAll(steps.subList(0, reached + 1));
        facts.add(trouble);
        assertThat(due(facts))
            .as("%s after %s", trouble, steps.get(reached))
            .contains("abort-to-replica");
        facts.add(new CutoverAborted(TO_REPLICA, 1, "trouble"));
        assertThat(due(facts)).containsExactly("restore-writes-to-replica");
        facts.add(new WritesRestored(TO_REPLICA, 1, true, Optional.empty()));
        assertThat(due(facts)).containsExactly("restore-app-to-replica");
        facts.add(new CutoverUndone(TO_REPLICA, 1, "trouble", 7, 0, NOON));
        assertThat(due(facts))
            .isEqualTo(
                trouble instanceof MigrationCancelled ? List.of() : List.of("prepare-to-replica"));
      }
    }
  }

  @Test
  void behindThePivotThereIsOnlyForward() {
    var steps = toReplica();
    var facts = new ArrayList<>(beforeToReplica());
    facts.addAll(steps.subList(0, indexOf(PivotReached.class, steps) + 1));
    facts.add(new MigrationCancelled("too late"));
    facts.add(failed("drain-wal"));
    assertThat(due(facts)).containsExactly("resume-to-replica");
    facts.add(new TrafficResumed(TO_REPLICA, 1, 7));
    assertThat(due(facts)).containsExactly("complete-to-replica");
    facts.add(new CutoverCompleted(TO_REPLICA, 1, 7));
    facts.add(new ReplicationCaughtUp(1, 0, 1));
    assertThat(due(facts)).as("the cancellation is void").containsExactly("compare-data");
  }

  @Test
  void aReplicaPromotedInVainIsWaitedForAgain() {
    var facts = new ArrayList<>(beforeToReplica());
    facts.addAll(toReplica().subList(0, 10));
    facts.add(new CutoverUndone(TO_REPLICA, 1, "budget", 7, 1, NOON));
    assertThat(due(facts)).isEmpty();
    facts.add(new StandbyStarted(2, 5432));
    facts.add(new ReplicaCaughtUp(2, LSN, 0));
    assertThat(due(facts)).containsExactly("check-replica");
    facts.add(checked(2));
    assertThat(due(facts)).containsExactly("prepare-to-replica");
  }

  @Test
  @Survives(
      fault = 62,
      done = "the schema is changed after it was rehearsed, before and after the preparation",
      held = "the window opens only after another rehearsal")
  void aSchemaThatWasChangedIsRehearsedBeforeTheWindow() {
    for (var reached : List.of(1, 2)) {
      var facts = new ArrayList<>(beforeToReplica());
      facts.addAll(toReplica().subList(0, reached));
      var due = due(facts);
      assertThat(due).hasSize(1);
      var voided = new RehearsalVoided(1, LSN, "table");
      assertThat(step(due.getFirst()).makes(voided)).as(due.getFirst()).isTrue();
      facts.add(voided);
      assertThat(due(facts)).isEmpty();
      facts.add(rehearsed(2));
      assertThat(due(facts)).isEqualTo(due);
    }
  }

  @Survives(fault = 6, done = "a record of the migration can't be read", held = "no window opens")
  @Test
  void noWindowOpensWhileARecordIsUnread() {
    var facts = new ArrayList<>(beforeToReplica());
    facts.addAll(toReplica().subList(0, 2));
    assertThat(due(facts)).containsExactly("open-window-to-replica");
    assertThat(dueIn(fold(facts).withUnreadable())).isEmpty();
  }

  @Test
  void everyActOfAWindowHasItsDeadlineAndSharesItsLane() {
    var facts = new ArrayList<>(beforeToReplica());
    facts.addAll(toReplica());
    var migration = fold(facts);
    var inWindow = saga.steps().stream().filter(step -> step.window().isPresent()).toList();
    assertThat(inWindow).hasSize(27);
    assertThat(inWindow).allMatch(step -> step.lane().equals("window"));
    assertThat(inWindow)
        .filteredOn(step -> !step.name().equals("rebuild-indexes"))
        .allMatch(step -> step.limit().compareTo(Duration.ofSeconds(10)) <= 0);
    assertThat(inWindow.getFirst().deadline().apply(migration)).contains(NOON.plusSeconds(60));
    assertThat(saga.steps().stream().filter(step -> step.window().isEmpty()))
        .allMatch(step -> step.deadline().apply(migration).isEmpty());
  }

  public static Optional<String> waiting(Leg leg, List<MigrationEvent> facts, Instant now) {
    return new Approval(leg).waitingFor(fold(facts), now);
  }

  public static List<MigrationEvent> beforeToReplica() {
    return List.of(
        new MigrationRequested(Examples.request()),
        new TargetCreated(1, "c", "17.7", "writer.example.com", 5432, "shop", REF),
        new StandbyStarted(1, 5432),
        new ReplicaCaughtUp(1, LSN, 0),
        rehearsed(1));
  }

  static SchemaRehearsed rehearsed(int rehearsal) {
    return new SchemaRehearsed(rehearsal, Map.of(), 112, 17);
  }

  public static List<MigrationEvent> beforeToAurora() {
    var facts = new ArrayList<>(beforeToReplica());
    facts.addAll(toReplica());
    facts.add(new ReplicationCaughtUp(1, 0, 17));
    return facts;
  }

  private static ReplicaChecked checked(int replica) {
    return new ReplicaChecked(
        "shop", "shop", replica, 1, 14, List.of(), List.of(), List.of(), List.of());
  }

  private static List<MigrationEvent> toReplica() {
    var leg = TO_REPLICA;
    return List.of(
        checked(1),
        new CutoverPrepared(leg, 1, List.of(), REF, List.of()),
        new CutoverStarted(leg, 1, NOON, NOON.plusSeconds(60)),
        new TrafficStopped(leg, 1),
        new SourceFenced(leg, 1, LSN, 3),
        new ReplicaDrained(leg, 1, LSN, new SourceMark(1, 1, 1)),
        new StandbyFrozen(leg, 1, 1, LSN),
        new ReplicaPromoted(leg, 1),
        new IndexesRebuilt(leg, 1, List.of()),
        new SlotCreated(leg, 1, 1, "kahuna", "kahuna", LSN),
        new AppRepointed(leg, 1, Map.of("shop", 42)),
        new PivotReached(leg, 1),
        new TrafficResumed(leg, 1, 2100),
        new CutoverCompleted(leg, 1, 2100));
  }

  static List<MigrationEvent> toAurora() {
    var leg = TO_AURORA;
    return List.of(
        new DataCompared(leg, 1, 1, 17, 1000, 20, 0, List.of(), 70),
        new CutoverPrepared(leg, 1, List.of(), REF, List.of()),
        new CutoverStarted(leg, 1, NOON, NOON.plusSeconds(60)),
        new TrafficStopped(leg, 1),
        new SourceFenced(leg, 1, LSN, 3),
        new TargetDrained(leg, 1, "marker"),
        new DataVerified(leg, 1, 17, 1000, Optional.empty()),
        new SequencesAdvanced(leg, 1, 4),
        new ReplicationStopped(leg, 1),
        new ReverseReplicationStarted(leg, 1, "kahuna_reverse", "kahuna_reverse"),
        new AppRepointed(leg, 1, Map.of("shop", 43)),
        new PivotReached(leg, 1),
        new TrafficResumed(leg, 1, 900),
        new CutoverCompleted(leg, 1, 900));
  }

  private static StepFailed failed(String step) {
    return new StepFailed(
        step,
        1,
        FailureKind.UNAVAILABLE,
        "no route",
        Optional.of(new StepFailed.CutoverAttempt(TO_REPLICA, 1)));
  }

  private static int indexOf(Class<?> type, List<MigrationEvent> facts) {
    return facts.stream().map(Object::getClass).toList().indexOf(type);
  }

  List<String> due(List<MigrationEvent> facts) {
    return dueIn(fold(facts));
  }

  private List<String> dueIn(Migration migration) {
    return saga.steps().stream().filter(step -> step.due(migration)).map(Step::name).toList();
  }

  Step step(String name) {
    return saga.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  static Migration fold(List<MigrationEvent> facts) {
    var migration = Migration.of("shop");
    var offset = 0;
    for (var fact : facts) {
      migration = migration.with(new LoggedEvent("shop", fact, offset++, NOON, "test"));
    }
    return migration;
  }
}
