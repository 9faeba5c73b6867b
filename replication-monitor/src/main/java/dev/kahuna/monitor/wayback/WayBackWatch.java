package dev.kahuna.monitor.wayback;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.MonitorEvent.WayBackWhole;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.monitor.watch.WatchRegistry;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.WayBackLag;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Watches, from the end of the migration to its release, whether the app could go back. */
public final class WayBackWatch {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration LOOKOUT = Duration.ofSeconds(5);
  private static final int ONLY = 1;
  private static final PostgresOptions OPTIONS =
      PostgresOptions.of("monitor").answeringWithin(Duration.ofSeconds(10));

  private final MigrationDatabases databases;
  private final BiConsumer<String, Telemetry> telemetry;
  private final Clock clock;
  private final WatchRegistry<Watching> watched;

  public WayBackWatch(
      MigrationDatabases databases, BiConsumer<String, Telemetry> telemetry, Clock clock) {
    this.databases = databases;
    this.telemetry = telemetry;
    this.clock = clock;
    this.watched = new WatchRegistry<>(clock);
  }

  /** The state of one migration. Only the watching step changes it. */
  private static final class Watching implements AutoCloseable {
    final WayBackProbe probe;
    WayBackJudge judge;

    /** The newest verdict; empty before the first. */
    volatile Optional<Verdict> verdict = Optional.empty();

    Watching(WayBackProbe probe, Instant now) {
      this.probe = probe;
      this.judge = WayBackJudge.beginning(now);
    }

    @Override
    public void close() {
      probe.close();
    }
  }

  private record Verdict(Optional<String> trouble, boolean isWhole) {}

  /** Takes a sample of both ends, and judges it. */
  public StepOutcome watch(Migration migration) throws SQLException, InterruptedException {
    var watching = watched.of(migration.id(), ONLY, () -> begin(migration));
    var sample = watching.probe.sample(clock.instant());
    watching.judge = watching.judge.with(sample);
    watching.verdict =
        Optional.of(new Verdict(watching.judge.trouble(sample), watching.judge.isWhole(sample)));
    sample
        .slot()
        .ifPresent(
            slot ->
                telemetry.accept(
                    migration.id(),
                    new WayBackLag(sample.at(), slot.lagBytes(), slot.retainedBytes())));
    return StepOutcome.notYet("measured", EVERY);
  }

  private Watching begin(Migration migration) {
    return new Watching(
        new WayBackProbe(
            new ReconnectingSession(() -> databases.target(migration).open(OPTIONS)),
            new ReconnectingSession(() -> databases.replica(migration).open(OPTIONS))),
        clock.instant());
  }

  /** Waits until the way back is not whole. */
  public StepOutcome awaitBroken(Migration migration) {
    return verdict(migration)
        .flatMap(Verdict::trouble)
        .map(
            reason ->
                StepOutcome.done(
                    new WayBackBroken(migration.attempt(AttemptSeries.WAY_BACK), reason)))
        .orElseGet(() -> StepOutcome.notYet("the way back is whole", LOOKOUT));
  }

  /** Waits until it is whole again; says what is wrong now, which may be something else by then. */
  public StepOutcome awaitWhole(Migration migration) {
    var broken = migration.get(WayBackBroken.class);
    var verdict = verdict(migration);
    return verdict.filter(Verdict::isWhole).isPresent()
        ? StepOutcome.done(new WayBackWhole(broken.number()))
        : StepOutcome.notYet(verdict.flatMap(Verdict::trouble).orElse(broken.reason()), LOOKOUT);
  }

  private Optional<Verdict> verdict(Migration migration) {
    return watched.find(migration.id(), ONLY).flatMap(watching -> watching.verdict);
  }

  public void sweep() {
    watched.sweep();
  }
}
