package dev.kahuna.monitor.replication;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.LagGauges;
import dev.kahuna.monitor.watch.Streak;
import dev.kahuna.monitor.watch.WatchRegistry;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Watches logical replication from the promoted replica to Aurora: automates the runbook's checks
 * of {@code pg_stat_replication}, the slot and the subscription until the lag is gone.
 */
public final class ReplicationWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LOOKOUT = Duration.ofSeconds(5);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /**
   * Beyond this lag the watch checks for a heartbeat only once a second, since it will not arrive
   * soon.
   */
  private static final Duration FAR_BEHIND = Duration.ofSeconds(2);

  private static final Duration BETWEEN_LOOKS_AT_LOG = Duration.ofSeconds(30);
  private static final int CALM_SAMPLES = 3;

  private final MigrationDatabases databases;
  private final TargetLog targetLog;
  private final ReplicationSettings settings;
  private final BiConsumer<String, Telemetry> telemetry;
  private final LagGauges gauges;
  private final Clock clock;
  private final WatchRegistry<Watching> watched;

  public ReplicationWatch(
      MigrationDatabases databases,
      TargetLog targetLog,
      ReplicationSettings settings,
      BiConsumer<String, Telemetry> telemetry,
      LagGauges gauges,
      Clock clock) {
    this.databases = databases;
    this.targetLog = targetLog;
    this.settings = settings;
    this.telemetry = telemetry;
    this.gauges = gauges;
    this.clock = clock;
    this.watched = new WatchRegistry<>(clock);
  }

  /** The state of one migration. Only the watching step changes it. */
  private final class Watching implements AutoCloseable {
    final ReplicationProbe probe;
    final String migration;
    final String cluster;
    String cause = "";
    Instant nextLookAtLog = Instant.MIN;
    HeartbeatMeter heartbeat = HeartbeatMeter.NOTHING_YET;
    ReplicationJudge judge = ReplicationJudge.beginning(clock.instant());
    Instant nextBeat = Instant.MIN;
    boolean sampled;
    Optional<Instant> outOfReachSince = Optional.empty();
    volatile Streak near = Streak.NONE;
    volatile Streak calm = Streak.NONE;
    volatile Optional<String> trouble = Optional.empty();
    volatile Optional<ReplicationSample> newest = Optional.empty();

    Watching(Migration migration) {
      this.migration = migration.id();
      this.cluster = migration.get(TargetCreated.class).cluster();
      this.probe = new ReplicationProbe(databases, migration);
    }

    @Override
    public void close() {
      probe.close();
      gauges.forgetReplication(migration);
    }
  }

  /**
   * Sends a heartbeat each second, checks whether it arrived, and takes a sample when it has
   * arrived or is late.
   */
  public StepOutcome watch(Migration migration) throws SQLException, InterruptedException {
    var watching = watched.of(migration.id(), copy(migration), () -> new Watching(migration));
    try {
      var pause = round(watching, migration.has(CutoverStarted.class, Leg.TO_AURORA));
      watching.outOfReachSince = Optional.empty();
      return StepOutcome.notYet("measured", pause);
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) != FailureKind.UNAVAILABLE) {
        throw e;
      }
      return outOfReach(watching, e);
    }
  }

  private StepOutcome outOfReach(Watching watching, SQLException reason) {
    var now = clock.instant();
    var since = watching.outOfReachSince.orElse(now);
    watching.outOfReachSince = Optional.of(since);
    watching.near = Streak.NONE;
    watching.calm = Streak.NONE;
    if (Duration.between(since, now).compareTo(settings.troubleAfter()) > 0) {
      watching.trouble =
          Optional.of(
              "The replica or Aurora has been out of reach for %d s: %s"
                  .formatted(Duration.between(since, now).toSeconds(), reason.getMessage()));
    }
    return StepOutcome.notYet("out of reach: " + reason.getMessage(), AFTER_TROUBLE);
  }

  /** Returns the pause before the next call. Inside a cutover's window nothing is written. */
  private Duration round(Watching watching, boolean inWindow)
      throws SQLException, InterruptedException {
    var now = clock.instant();
    if (!now.isBefore(watching.nextBeat)) {
      watching.nextBeat = now.plus(EVERY);
      watching.sampled = false;
      if (!inWindow) {
        watching.heartbeat = watching.probe.send(watching.heartbeat);
      }
    }
    watching.heartbeat = watching.probe.look(watching.heartbeat);
    var isLate = !clock.instant().plus(POLL).isBefore(watching.nextBeat);
    if (!watching.sampled && (isLate || !awaitsHeartbeat(watching))) {
      sample(watching, inWindow);
      watching.sampled = true;
    }
    var rest = Duration.between(clock.instant(), watching.nextBeat);
    return watching.sampled || rest.compareTo(POLL) < 0 ? rest : POLL;
  }

  private static boolean awaitsHeartbeat(Watching watching) {
    var lag = watching.heartbeat.lag().orElse(Duration.ZERO);
    return watching.heartbeat.isOutstanding() && lag.compareTo(FAR_BEHIND) < 0;
  }

  private void sample(Watching watching, boolean inWindow)
      throws SQLException, InterruptedException {
    var sample = watching.probe.sample(clock.instant(), watching.heartbeat);
    watching.judge = watching.judge.with(sample);
    if (inWindow) {
      watching.judge = watching.judge.pausing(sample.at());
    }
    watching.trouble =
        watching.judge.trouble(sample, settings.troubleAfter(), () -> cause(watching));
    watching.newest = Optional.of(sample);
    var arrived = !inWindow && isNear(sample);
    watching.near =
        watching.near.with(
            arrived && sample.everyTableIsReady() && watching.trouble.isEmpty(), sample.at());
    watching.calm = watching.calm.with(arrived && watching.trouble.isEmpty(), sample.at());
    var lag =
        new ReplicationLag(
            sample.at(),
            sample.lagBytes(),
            sample.heartbeat().lag().map(d -> d.toMillis() / 1000.0).orElse(-1.0),
            sample.slot().map(ReplicationSample.Slot::retainedBytes).orElse(0L),
            sample.tables());
    telemetry.accept(watching.migration, lag);
    gauges.show(watching.migration, lag);
  }

  /** Not asked at each look, since the answer comes from an API that limits its calls. */
  private String cause(Watching watching) {
    var now = clock.instant();
    if (!now.isBefore(watching.nextLookAtLog)) {
      watching.cause = targetLog.cause(watching.cluster);
      watching.nextLookAtLog = now.plus(BETWEEN_LOOKS_AT_LOG);
    }
    return watching.cause;
  }

  private boolean isNear(ReplicationSample sample) {
    return !sample.heartbeat().isOutstanding()
        && sample
            .heartbeat()
            .lag()
            .filter(lag -> lag.compareTo(settings.heartbeatBound()) <= 0)
            .isPresent();
  }

  /** Done when enough heartbeats in a row arrived in time and every table is ready. */
  public StepOutcome awaitCaughtUp(Migration migration) {
    var known = watched.find(migration.id(), copy(migration));
    var sample = known.flatMap(watching -> watching.newest);
    if (known.isEmpty() || sample.isEmpty()) {
      return StepOutcome.notYet("not measured yet", EVERY);
    }
    var length = known.get().near.at(clock.instant());
    if (length < settings.samples()) {
      return StepOutcome.notYet(
          "%d MiB of WAL behind; tables %s; %d of %d heartbeats in a row in time"
              .formatted(
                  sample.get().lagBytes() >> 20, sample.get().tables(), length, settings.samples()),
          // The missing heartbeat may arrive at any moment, and a cutover waits for it.
          length == settings.samples() - 1 ? POLL : EVERY);
    }
    return StepOutcome.done(
        new ReplicationCaughtUp(
            migration.attempt(AttemptSeries.COPY),
            sample.get().lagBytes(),
            sample.get().tablesReady()));
  }

  /** Done when there is trouble. */
  public StepOutcome awaitTrouble(Migration migration) {
    return watched
        .find(migration.id(), copy(migration))
        .flatMap(watching -> watching.trouble)
        .map(
            reason ->
                StepOutcome.done(
                    new ReplicationTroubled(migration.attempt(AttemptSeries.TROUBLE), reason)))
        .orElseGet(() -> StepOutcome.notYet("no trouble", LOOKOUT));
  }

  /** Done when heartbeats arrive again and nothing is wrong. */
  public StepOutcome awaitHealing(Migration migration) {
    var troubled = migration.get(ReplicationTroubled.class);
    var known = watched.find(migration.id(), copy(migration));
    var calm = known.map(w -> w.calm.at(clock.instant())).orElse(0);
    return calm >= CALM_SAMPLES
        ? StepOutcome.done(new ReplicationHealed(troubled.number()))
        : StepOutcome.notYet(known.flatMap(w -> w.trouble).orElse(troubled.reason()), EVERY);
  }

  /** What was measured of an earlier copy says nothing of this one. */
  private static int copy(Migration migration) {
    return migration.attempt(AttemptSeries.COPY);
  }

  public void sweep() {
    watched.sweep();
  }
}
