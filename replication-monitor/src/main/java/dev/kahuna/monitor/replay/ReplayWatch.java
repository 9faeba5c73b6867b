package dev.kahuna.monitor.replay;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicaLost;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.LagGauges;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.monitor.watch.Streak;
import dev.kahuna.monitor.watch.WatchRegistry;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Watches the replica replay Heroku's WAL: the runbook's wait for the log-shipped replica to catch
 * up.
 */
public final class ReplayWatch {

  private static final Queries SQL = Queries.of(ReplayWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
  private static final PostgresOptions OPTIONS =
      PostgresOptions.of("monitor").answeringWithin(Duration.ofSeconds(10));

  private final MigrationDatabases databases;
  private final SourceDatabases sources;
  private final ReplaySettings settings;
  private final BiConsumer<String, Telemetry> telemetry;
  private final LagGauges gauges;
  private final Clock clock;
  private final WatchRegistry<Watching> watched;

  public ReplayWatch(
      MigrationDatabases databases,
      SourceDatabases sources,
      ReplaySettings settings,
      BiConsumer<String, Telemetry> telemetry,
      LagGauges gauges,
      Clock clock) {
    this.databases = databases;
    this.sources = sources;
    this.settings = settings;
    this.telemetry = telemetry;
    this.gauges = gauges;
    this.clock = clock;
    this.watched = new WatchRegistry<>(clock);
  }

  private record SourcePosition(Lsn lsn, Instant at) {}

  private record ReplayPosition(boolean inRecovery, Lsn lsn, Optional<Instant> lastCommitAt) {}

  /** The state of one build of the replica. Only the watching step changes it. */
  private final class Watching implements AutoCloseable {
    final ReplayLagMeter meter = new ReplayLagMeter();
    final ReconnectingSession source =
        new ReconnectingSession(() -> sources.of(migration()).open(OPTIONS));
    final ReconnectingSession replica =
        new ReconnectingSession(() -> databases.replica(migration()).open(OPTIONS));
    final ReconnectingSession standby =
        new ReconnectingSession(() -> databases.standby(migration()).open(OPTIONS));
    volatile Migration migration;
    volatile Streak streak = Streak.NONE;
    volatile Lsn replayed = new Lsn(0);
    volatile long lagBytes;
    volatile boolean promoted;

    Watching(Migration migration) {
      this.migration = migration;
    }

    private Migration migration() {
      return migration;
    }

    @Override
    public void close() {
      source.close();
      replica.close();
      standby.close();
      gauges.forgetReplay(migration.id());
    }
  }

  /** Takes one sample. */
  public StepOutcome watch(Migration migration) throws SQLException, InterruptedException {
    var watching =
        watched.of(
            migration.id(),
            migration.attempt(AttemptSeries.REPLICA),
            () -> new Watching(migration));
    watching.migration = migration;
    try {
      return StepOutcome.notYet(sample(watching), EVERY);
    } catch (Unavailable e) {
      return outOfReach(watching, e);
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) != FailureKind.UNAVAILABLE) {
        throw e;
      }
      return outOfReach(watching, e);
    }
  }

  private static StepOutcome outOfReach(Watching watching, Exception reason) {
    watching.streak = Streak.NONE;
    return StepOutcome.notYet("out of reach: " + reason.getMessage(), AFTER_TROUBLE);
  }

  /**
   * The source is queried first: lag 0 then means that everything it had at that time is replayed.
   */
  private String sample(Watching watching) throws SQLException, InterruptedException {
    var source =
        watching.source.ask(c -> SQL.one(c, "source-position", ReplayWatch::sourcePosition));
    var replica =
        watching.replica.ask(c -> SQL.one(c, "replay-position", ReplayWatch::replayPosition));
    var bytes = Math.max(0, source.lsn().minus(replica.lsn()));
    watching.meter.observe(source.lsn(), source.at());
    var behind = watching.meter.behind(replica.lsn(), replica.lastCommitAt());
    var now = clock.instant();
    watching.replayed = replica.lsn();
    watching.lagBytes = bytes;
    watching.promoted = !replica.inRecovery();
    watching.streak = watching.streak.with(replica.inRecovery() && bytes <= settings.bound(), now);
    var lag = new ReplayLag(now, bytes, seconds(behind), standbyBytes(watching, replica.lsn()));
    telemetry.accept(watching.migration.id(), lag);
    gauges.show(watching.migration.id(), lag);
    return "replica is %d bytes behind Heroku".formatted(bytes);
  }

  private static long standbyBytes(Watching watching, Lsn replica) throws InterruptedException {
    if (!watching.migration.has(StandbyStarted.class)) {
      return -1;
    }
    try {
      var position =
          watching.standby.ask(c -> SQL.one(c, "replay-position", ReplayWatch::replayPosition));
      return Math.max(0, replica.minus(position.lsn()));
    } catch (SQLException e) {
      // The standby's lag is only informative; steps that need the standby query it themselves.
      return -1;
    }
  }

  private static double seconds(Optional<Duration> behind) {
    return behind.map(d -> d.toMillis() / 1000.0).orElse(-1.0);
  }

  /** Done when enough fresh samples in a row were within the bound. */
  public StepOutcome awaitCaughtUp(Migration migration) {
    var attempt = migration.attempt(AttemptSeries.REPLICA);
    var known = watched.find(migration.id(), attempt);
    if (known.isEmpty()) {
      return StepOutcome.notYet("not measured yet", EVERY);
    }
    var watching = known.get();
    var length = watching.streak.at(clock.instant());
    if (length < settings.samples()) {
      return StepOutcome.notYet(
          "%d MiB of WAL behind Heroku; %d of %d samples in a row within %d MiB"
              .formatted(
                  watching.lagBytes >> 20, length, settings.samples(), settings.bound() >> 20),
          EVERY);
    }
    return StepOutcome.done(new ReplicaCaughtUp(attempt, watching.replayed, watching.lagBytes));
  }

  /** Done when the replica is seen to have left recovery. */
  public StepOutcome awaitLost(Migration migration) {
    var attempt = migration.attempt(AttemptSeries.REPLICA);
    return watched.find(migration.id(), attempt).filter(watching -> watching.promoted).isPresent()
        ? StepOutcome.done(new ReplicaLost(attempt))
        : StepOutcome.notYet("the replica follows Heroku", EVERY);
  }

  public void sweep() {
    watched.sweep();
  }

  private static SourcePosition sourcePosition(ResultSet row) throws SQLException {
    return new SourcePosition(Lsn.parse(row.getString("lsn")), instant(row, "at").orElseThrow());
  }

  private static ReplayPosition replayPosition(ResultSet row) throws SQLException {
    return new ReplayPosition(
        row.getBoolean("in_recovery"),
        Lsn.parse(row.getString("lsn")),
        instant(row, "last_commit_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
