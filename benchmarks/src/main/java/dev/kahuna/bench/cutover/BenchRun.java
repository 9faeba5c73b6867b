package dev.kahuna.bench.cutover;

import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.OfCutover;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.MigrationFollower;
import dev.kahuna.sandbox.Operator;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.DemoTenant;
import dev.kahuna.sandbox.report.SequenceCheck;
import dev.kahuna.sandbox.report.Writes;
import dev.kahuna.sandbox.report.WritesOnTarget;
import dev.kahuna.standin.load.Acknowledgement;
import dev.kahuna.standin.load.WriteGap;
import dev.kahuna.standin.load.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One migration of one app, from its request until what it made is released. */
final class BenchRun {
  private static final int RETRIES = 5;
  private static final int CALLS = 4500;
  private static final Duration MIGRATION_LIMIT = Duration.ofMinutes(10);
  private static final Duration RELEASE_LIMIT = Duration.ofMinutes(2);
  private static final Duration AFTERGLOW = Duration.ofSeconds(2);

  private final Cloud cloud;
  private final BenchOptions options;
  private final int number;
  private final CallCount calls;
  private final Kills kills;

  BenchRun(Cloud cloud, BenchOptions options, int number, CallCount calls, Kills kills) {
    this.cloud = cloud;
    this.options = options;
    this.number = number;
    this.calls = calls;
    this.kills = kills;
  }

  /**
   * A cutover that was completed.
   *
   * @param gapMillis how long the app's users could not write, as they saw it
   * @param insideMillis as the service measured it: until traffic was let go, the dynos' start not
   *     included
   * @param steps milliseconds by step
   * @param takeover if the service was killed in this window
   */
  record Window(
      Leg leg,
      long gapMillis,
      long insideMillis,
      Map<String, Long> steps,
      Optional<Takeover> takeover) {}

  /**
   * From the death of the instance that served a window.
   *
   * @param stepMillis until another one, or the same started again, began the next step
   * @param factMillis until that step's fact was in the log
   */
  record Takeover(long stepMillis, long factMillis) {}

  /**
   * What came of it.
   *
   * @param windows that were undone, after which another attempt began
   * @param inMaintenance whether the app was left in maintenance, or without its dynos
   * @param zeroToFirstCallMillis from the sample that showed the lag within its bound to the first
   *     call to Heroku
   * @param trouble what came between the run and its end, if anything did
   */
  record Result(
      String id,
      boolean completed,
      List<Window> windows,
      int undone,
      Writes writes,
      List<String> sequencesBehind,
      boolean inMaintenance,
      Optional<Long> zeroToFirstCallMillis,
      Optional<String> trouble) {

    /** Of a round that could not be run, or not looked at. */
    static Result broken(String id, Exception why) {
      return new Result(
          id,
          false,
          List.of(),
          0,
          Writes.NONE,
          List.of(),
          false,
          Optional.empty(),
          Optional.of(why.toString()));
    }

    private Result but(String trouble) {
      return new Result(
          id,
          completed,
          windows,
          undone,
          writes,
          sequencesBehind,
          inMaintenance,
          zeroToFirstCallMillis,
          Optional.of(trouble));
    }

    boolean good() {
      return completed
          && trouble.isEmpty()
          && writes.eachOnce()
          && sequencesBehind.isEmpty()
          && !inMaintenance;
    }

    String sentence() {
      var gaps = windows.stream().map(w -> "%s %d ms".formatted(w.leg(), w.gapMillis())).toList();
      return "%s: %s, %d writes, %d lost, %d doubled%s%s%s%s"
          .formatted(
              id,
              completed ? String.join(", ", gaps) : "not completed",
              writes.acknowledged(),
              writes.lost(),
              writes.doubled(),
              undone > 0 ? ", %d windows undone and tried again".formatted(undone) : "",
              sequencesBehind.isEmpty() ? "" : ", sequences behind: " + sequencesBehind,
              inMaintenance ? ", app left in maintenance" : "",
              trouble.map(", "::concat).orElse(""));
    }
  }

  /** Never throws for what goes wrong: one round must not take the others' figures with it. */
  Result run() throws InterruptedException {
    var id = "bench-" + number;
    try {
      return run(id);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Result.broken(id, e);
    }
  }

  private Result run(String id) throws Exception {
    var observation = new Observation(kills::at);
    try (var tenant = cloud.openTenant(id);
        var writer = new Writer(tenant.app().webUrl(), Clock.systemUTC(), options.writers);
        var operator = new Operator(cloud.broker().bootstrapServers());
        var follower = new MigrationFollower(cloud.broker().bootstrapServers(), id, observation)) {
      // Each customer has an account of its own, with calls of its own.
      cloud.heroku().rateLimit().leave(CALLS);
      writer.start(options.rate);
      operator.request(tenant.requestYaml(id, RETRIES));
      var migration = await(follower);
      LockSupport.parkNanos(AFTERGLOW.toNanos());
      writer.stop();
      var result = result(tenant, migration, observation, writer.acknowledged());
      return result.completed() ? released(result, operator, follower) : result;
    }
  }

  private static Migration await(MigrationFollower follower) throws InterruptedException {
    try {
      return follower.await(MIGRATION_LIMIT, m -> m.has(MigrationCompleted.class));
    } catch (TimeoutException e) {
      return follower.migration();
    }
  }

  /** What was measured stays, whatever becomes of the release. */
  private Result released(Result result, Operator operator, MigrationFollower follower)
      throws InterruptedException {
    try {
      operator.release(result.id());
      follower.await(RELEASE_LIMIT, m -> m.has(InfrastructureReleased.class));
      cloud.aurora().delete(follower.migration().get(TargetCreated.class).cluster());
      return result;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return result.but("not released: " + e);
    }
  }

  private Result result(
      DemoTenant tenant,
      Migration migration,
      Observation observation,
      List<Acknowledgement> acknowledged)
      throws Exception {
    var formation = tenant.app().formation();
    var idle = tenant.app().maintenance() || formation.values().stream().anyMatch(n -> n == 0);
    var target = migration.find(TargetCreated.class);
    var undone =
        (int) migration.history().stream().filter(f -> f.event() instanceof CutoverUndone).count();
    if (target.isEmpty() || !migration.has(MigrationCompleted.class)) {
      return new Result(
          migration.id(),
          false,
          List.of(),
          undone,
          WritesOnTarget.writesOf(tenant.app(), acknowledged),
          List.of(),
          idle,
          Optional.empty(),
          Optional.empty());
    }
    try (var source = tenant.source().superuser();
        var aurora =
            cloud.aurora().server(target.get().cluster()).superuser(target.get().database())) {
      return new Result(
          migration.id(),
          true,
          windows(migration, observation, acknowledged),
          undone,
          WritesOnTarget.writes(aurora, acknowledged),
          SequenceCheck.behind(source, aurora),
          idle,
          zeroToFirstCall(observation, tenant.app().name()),
          Optional.empty());
    }
  }

  private Optional<Long> zeroToFirstCall(Observation observation, String app) {
    return observation
        .zeroLag()
        .flatMap(
            zero ->
                calls.firstAfter(zero, app).map(call -> Duration.between(zero, call).toMillis()));
  }

  private List<Window> windows(
      Migration migration, Observation observation, List<Acknowledgement> acknowledged) {
    return Stream.of(Leg.TO_REPLICA, Leg.TO_AURORA)
        .map(leg -> window(migration, leg, observation, acknowledged))
        .toList();
  }

  private Window window(
      Migration migration, Leg leg, Observation observation, List<Acknowledgement> acknowledged) {
    var inside = migration.get(CutoverCompleted.class, leg).unavailableMillis();
    var from = migration.get(CutoverStarted.class, leg).startedAt();
    var gap =
        WriteGap.longest(acknowledged, from, from.plusMillis(inside).plus(AFTERGLOW))
            .map(Duration::toMillis)
            .orElse(-1L);
    var takeover =
        Optional.ofNullable(kills.killed().get(leg))
            .flatMap(death -> takeover(migration, leg, observation, death));
    return new Window(leg, gap, inside, observation.window(leg), takeover);
  }

  private static Optional<Takeover> takeover(
      Migration migration, Leg leg, Observation observation, Instant death) {
    return migration.history().stream()
        .filter(f -> f.event() instanceof OfCutover of && of.leg() == leg)
        .filter(f -> f.at().isAfter(death))
        .min(Comparator.comparing(LoggedEvent::at))
        .map(
            fact -> {
              var name = MigrationEvent.wireName(fact.event().getClass());
              // A sample may be lost, and the fact is never earlier than its step.
              var step = observation.begun(name, death).orElse(fact.at());
              return new Takeover(millis(death, step), millis(death, fact.at()));
            });
  }

  private static long millis(Instant from, Instant until) {
    return Duration.between(from, until).toMillis();
  }
}
