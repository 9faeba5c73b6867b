package dev.kahuna.cutover;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.app.Repoint;
import dev.kahuna.cutover.app.StopTraffic;
import dev.kahuna.cutover.compare.CatalogDifference;
import dev.kahuna.cutover.compare.SameSchema;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.fence.CloseOldDatabase;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.cutover.window.Approval;
import dev.kahuna.cutover.window.Completion;
import dev.kahuna.cutover.window.Pivot;
import dev.kahuna.cutover.window.Preparation;
import dev.kahuna.cutover.window.RehearsedSchema;
import dev.kahuna.cutover.window.RestoreApp;
import dev.kahuna.cutover.window.RestoreWrites;
import dev.kahuna.cutover.window.ResumeTraffic;
import dev.kahuna.cutover.window.Window;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.Site;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepWork;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The steps that every leg has: how it is prepared, how its window opens, ends and is undone; and
 * what the steps of a window have in common.
 *
 * <p>All steps of a window share a lane, so the undo never runs beside the work that it undoes.
 * Each may take seconds, and the window's deadline ends them all. After the pivot there is no
 * deadline and no undo.
 */
final class LegSteps {
  static final String LANE = "window";
  private static final Duration ONE_RUN = Duration.ofSeconds(10);
  private static final Duration PREPARATION = Duration.ofMinutes(15);
  private static final Duration BEFORE_WINDOW = Duration.ofMinutes(1);

  private final CutoverDatabases databases;
  private final Preparation preparation;
  private final Window window;
  private final SameSchema sameSchema;
  private final RehearsedSchema rehearsed;
  private final StopTraffic stopTraffic;
  private final Repoint repoint;
  private final Pivot pivot;
  private final ResumeTraffic resumeTraffic;
  private final Completion completion;
  private final RestoreWrites restoreWrites;
  private final RestoreApp restoreApp;
  private final CloseOldDatabase closeOldDatabase;

  LegSteps(CutoverDatabases databases, HerokuApps apps, Secrets secrets, Clock clock) {
    this.databases = databases;
    preparation = new Preparation(databases, apps, secrets);
    window = new Window(databases, secrets, clock);
    sameSchema = new SameSchema(databases);
    rehearsed = new RehearsedSchema(databases);
    stopTraffic = new StopTraffic(apps);
    repoint = new Repoint(databases, apps, secrets);
    pivot = new Pivot(databases, secrets, clock);
    resumeTraffic = new ResumeTraffic(apps, window);
    completion = new Completion(databases, apps, secrets, clock);
    restoreWrites = new RestoreWrites(databases, apps, clock);
    restoreApp = new RestoreApp(databases, apps, secrets, window, clock);
    closeOldDatabase = new CloseOldDatabase(databases);
  }

  SameSchema sameSchema() {
    return sameSchema;
  }

  StepWork preparing(Leg leg) {
    return m -> preparation.run(m, leg);
  }

  StepWork opening(Leg leg) {
    return m -> {
      var differs = sameSchema.difference(m, leg);
      if (differs.isPresent()) {
        return StepOutcome.notYet("waiting: " + differs.get(), Duration.ofSeconds(10));
      }
      if (leg.from() == Site.HEROKU) {
        var voided = rehearsed.voided(m, leg, databases.herokuUrl(m));
        if (voided.isPresent()) {
          return StepOutcome.done(voided.get());
        }
      } else {
        requireSameTables(m, leg);
      }
      return window.open(m, leg);
    };
  }

  /** Every table must be followed, and all its rows must have been copied. */
  private void requireSameTables(Migration migration, Leg leg) throws Exception {
    try (var servers = databases.both(migration, leg)) {
      CatalogDifference.none(servers.get(0), servers.get(1), ReplicationEnd.name(leg));
    }
  }

  List<Step> undo(Leg leg) {
    return List.of(
        Step.named("abort" + suffix(leg))
            .after(CutoverStarted.class, leg)
            .unless(PivotReached.class, leg)
            .yields(CutoverAborted.class, leg)
            .yields(PivotReached.class, leg)
            .onlyIf(m -> Window.isLost(m, leg))
            .saying("Deciding to undo the window")
            .retrying(Retries.ENDURING)
            .evenIfCancelled()
            .inLane(LANE)
            .does(m -> window.abort(m, leg)),
        undoing(leg, "restore-writes")
            .after(CutoverAborted.class, leg)
            .yields(WritesRestored.class, leg)
            .saying("Letting the old database take writes again")
            .does(m -> restoreWrites.run(m, leg)),
        undoing(leg, "restore-app")
            .after(WritesRestored.class, leg)
            .yields(CutoverUndone.class, leg)
            .saying("Giving the apps their config, traffic and processes back")
            .does(m -> restoreApp.run(m, leg)));
  }

  Step.Declaration prepare(Leg leg) {
    return Step.named("prepare" + suffix(leg))
        .yields(CutoverPrepared.class, leg)
        .waitingAt(new Approval(leg))
        .within(PREPARATION);
  }

  Step.Declaration open(Leg leg) {
    return Step.named("open-window" + suffix(leg))
        .after(CutoverPrepared.class, leg)
        .yields(CutoverStarted.class, leg)
        .unless(SchemaDiffers.class, leg)
        .onlyIf(m -> m.unreadable() == 0)
        .saying("Opening the window from %s to %s".formatted(leg.from().label(), leg.to().label()))
        .within(BEFORE_WINDOW)
        .inLane(LANE);
  }

  Step.Declaration openOnRehearsedSchema(Leg leg) {
    return open(leg).after(SchemaRehearsed.class).yields(RehearsalVoided.class);
  }

  Step fence(Leg leg, String name, String sentence) {
    return inWindow(leg, name, TrafficStopped.class, SourceFenced.class)
        .saying(sentence)
        .does(m -> closeOldDatabase.run(m, leg));
  }

  Step stopTraffic(Leg leg) {
    return inWindow(leg, "stop-traffic" + suffix(leg), CutoverStarted.class, TrafficStopped.class)
        .saying("Switching maintenance on, stopping workers and one-off dynos")
        .does(m -> stopTraffic.run(m, leg));
  }

  Step repoint(Leg leg, Class<? extends MigrationEvent> after) {
    return inWindow(leg, "repoint" + suffix(leg), after, AppRepointed.class)
        .saying("Giving the apps the new database, and waiting for their release")
        .does(m -> repoint.run(m, leg));
  }

  Step pivot(Leg leg) {
    return inWindow(leg, "pivot" + suffix(leg), AppRepointed.class, PivotReached.class)
        .saying("Deciding that the new database takes over")
        .does(m -> pivot.run(m, leg));
  }

  Step resume(Leg leg) {
    return forward(leg, "resume", PivotReached.class, TrafficResumed.class)
        .saying("Switching maintenance off, and starting the workers")
        .does(m -> resumeTraffic.run(m, leg));
  }

  Step complete(Leg leg) {
    return forward(leg, "complete", TrafficResumed.class, CutoverCompleted.class)
        .saying("Checking for the app's sessions on the new database")
        .does(m -> completion.run(m, leg));
  }

  /** A step between the opening and the pivot: within the budget, undone when it fails. */
  Step.Declaration inWindow(
      Leg leg,
      String name,
      Class<? extends MigrationEvent> after,
      Class<? extends MigrationEvent> yields) {
    return Step.named(name)
        .after(after, leg)
        .unless(CutoverAborted.class, leg)
        .unless(PivotReached.class, leg)
        .yields(yields, leg)
        .ofWindow(leg)
        .before(m -> Window.deadline(m, leg))
        .retrying(Retries.IN_WINDOW)
        .within(ONE_RUN)
        .inLane(LANE);
  }

  /** A step after the pivot: no deadline, no undo. */
  Step.Declaration forward(
      Leg leg,
      String name,
      Class<? extends MigrationEvent> after,
      Class<? extends MigrationEvent> yields) {
    return Step.named(name + suffix(leg))
        .after(after, leg)
        .yields(yields, leg)
        .retrying(Retries.ENDURING)
        .within(ONE_RUN)
        .inLane(LANE)
        .evenIfCancelled();
  }

  private static Step.Declaration undoing(Leg leg, String name) {
    return Step.named(name + suffix(leg))
        .retrying(Retries.ENDURING)
        .within(ONE_RUN)
        .inLane(LANE)
        .evenIfCancelled();
  }

  private static String suffix(Leg leg) {
    return "-" + leg.slug();
  }
}
