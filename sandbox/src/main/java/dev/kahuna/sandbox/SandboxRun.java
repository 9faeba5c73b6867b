package dev.kahuna.sandbox;

import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.console.ConsoleNarrator;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.sandbox.report.MemoryMeter;
import dev.kahuna.sandbox.report.Report;
import dev.kahuna.sandbox.report.Report.TableComparison;
import dev.kahuna.sandbox.report.Report.Window;
import dev.kahuna.sandbox.report.SequenceCheck;
import dev.kahuna.sandbox.report.Tables;
import dev.kahuna.sandbox.report.Writes;
import dev.kahuna.sandbox.report.WritesOnTarget;
import dev.kahuna.standin.booted.BootedFleet;
import dev.kahuna.standin.load.Acknowledgement;
import dev.kahuna.standin.load.WriteGap;
import dev.kahuna.standin.load.Writer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The main job: one migration under load, from the request to the report. */
final class SandboxRun {
  static final String ID = "randonumba-to-aurora";
  private static final Duration FIRST_ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration MIGRATION_LIMIT = Duration.ofMinutes(30);
  private static final Duration AFTERGLOW = Duration.ofSeconds(2);

  private final Cloud cloud;
  private final RunOptions options;
  private final Story story;

  SandboxRun(Cloud cloud, RunOptions options, Story story) {
    this.cloud = cloud;
    this.options = options;
    this.story = story;
  }

  /** Runs the migration and measures it. */
  Report run() throws Exception {
    var narration = new StepTimes(new ConsoleNarrator(story.screen(), ZoneId.systemDefault()));
    var kills = new ServiceKills(cloud.services(), story);
    try (var memory = new MemoryMeter(cloud.state().processes()::living);
        var writer = new Writer(cloud.tenant().app().webUrl(), Clock.systemUTC());
        var operator = new Operator(cloud.broker().bootstrapServers());
        var follower = new MigrationFollower(cloud.broker().bootstrapServers(), ID, narration)) {
      story.tell("Writing %d times a second through the app's router".formatted(options.rate));
      writer.start(options.rate);
      awaitFirstAnswer(writer);
      pause(Duration.ofSeconds(options.seconds));
      operator.request(cloud.requestYaml(ID));
      if (options.killServices) {
        narration.onFact(kills::at);
      }
      if (options.rebootHosts && cloud.hosts() instanceof BootedFleet booted) {
        narration.onFact(new HostReboot(booted, story)::at);
      }
      var migration = awaitEnd(follower);
      pause(Duration.ofSeconds(options.seconds));
      writer.stop();
      story.tell("Looking for every acknowledged write on the target");
      return report(migration, writer.acknowledged(), narration.steps(), memory.peakMib());
    }
  }

  private static void awaitFirstAnswer(Writer writer) throws TimeoutException {
    var deadline = Instant.now().plus(FIRST_ANSWER_LIMIT);
    while (writer.acknowledged().isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw new TimeoutException(
            "The app acknowledged no write within %d s; see sandbox/target/logs."
                .formatted(FIRST_ANSWER_LIMIT.toSeconds()));
      }
      pause(Duration.ofMillis(50));
    }
  }

  private Migration awaitEnd(MigrationFollower follower) throws InterruptedException {
    try {
      return follower.await(MIGRATION_LIMIT, SandboxRun::hasEnded);
    } catch (TimeoutException e) {
      story.tell("Given up: " + e.getMessage());
      return follower.migration();
    }
  }

  /** Nothing more happens without an operator, and the sandbox has none. */
  private static boolean hasEnded(Migration migration) {
    return migration.has(MigrationCompleted.class)
        || migration.has(PreflightRejected.class)
        || migration.has(CutoverUndone.class)
        || migration.find(StepFailed.class).filter(f -> f.cutover().isEmpty()).isPresent();
  }

  private Report report(
      Migration migration,
      List<Acknowledgement> acknowledged,
      List<Report.StepTime> steps,
      long peakMib)
      throws SQLException {
    var windows =
        Stream.of(Leg.TO_REPLICA, Leg.TO_AURORA)
            .flatMap(leg -> window(migration, leg, acknowledged).stream())
            .toList();
    var target = migration.find(TargetCreated.class);
    if (target.isEmpty() || !migration.has(MigrationCompleted.class)) {
      return new Report(
          false,
          windows,
          Writes.allLost(acknowledged.size()),
          List.of(),
          false,
          new TableComparison(0, List.of()),
          steps,
          peakMib,
          story.seconds());
    }
    try (var source = cloud.tenant().source().superuser();
        var aurora =
            cloud.aurora().server(target.get().cluster()).superuser(target.get().database())) {
      return new Report(
          true,
          windows,
          WritesOnTarget.writes(aurora, acknowledged),
          SequenceCheck.behind(source, aurora),
          runsOn(target.get(), migration, acknowledged),
          Tables.compare(source, aurora),
          steps,
          peakMib,
          story.seconds());
    }
  }

  private boolean runsOn(
      TargetCreated target, Migration migration, List<Acknowledgement> acknowledged) {
    var completed = migration.logged(MigrationCompleted.class, "").map(LoggedEvent::at);
    return cloud
            .tenant()
            .app()
            .config()
            .getOrDefault("DATABASE_URL", "")
            .contains("@" + target.host() + ":")
        && completed.isPresent()
        && acknowledged.stream().anyMatch(a -> a.at().isAfter(completed.get()));
  }

  private static Optional<Window> window(
      Migration migration, Leg leg, List<Acknowledgement> acknowledged) {
    return migration
        .find(CutoverCompleted.class, leg.name())
        .map(
            completed -> {
              var from = migration.get(CutoverStarted.class, leg).startedAt();
              var to = from.plusMillis(completed.unavailableMillis()).plus(AFTERGLOW);
              var gap = WriteGap.longest(acknowledged, from, to);
              return new Window(
                  leg.name(),
                  gap.map(Duration::toMillis).orElse(-1L),
                  completed.unavailableMillis());
            });
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
