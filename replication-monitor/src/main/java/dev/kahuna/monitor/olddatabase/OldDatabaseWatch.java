package dev.kahuna.monitor.olddatabase;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.event.SourceMark;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.monitor.watch.WatchRegistry;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Watches a database that the app has left: a write there reaches no other database. An alarm is
 * raised at the first session, write or lifted fence, and cleared only after a quiet minute, so
 * that a client that comes and goes causes one alarm.
 */
public final class OldDatabaseWatch {
  static final Duration QUIET = Duration.ofMinutes(1);

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration LOOKOUT = Duration.ofSeconds(1);
  private static final int ONLY = 1;

  private final MigrationDatabases databases;
  private final SourceDatabases sources;
  private final OldDatabaseGauges gauges;
  private final Clock clock;
  private final WatchRegistry<Watching> watched;

  public OldDatabaseWatch(
      MigrationDatabases databases,
      SourceDatabases sources,
      OldDatabaseGauges gauges,
      Clock clock) {
    this.databases = databases;
    this.sources = sources;
    this.gauges = gauges;
    this.clock = clock;
    this.watched = new WatchRegistry<>(clock);
  }

  /** What is known of one database. The watching step alone changes it. */
  private final class Watching implements AutoCloseable {
    final OldDatabaseGauges.Key key;
    final OldDatabaseProbe probe;
    Optional<SourceMark> before;
    volatile Instant lookedAt = Instant.MIN;
    volatile Instant touchedAt = clock.instant();
    volatile Optional<String> touch = Optional.empty();

    Watching(Migration migration, Leg leg) {
      this.key = new OldDatabaseGauges.Key(migration.id(), leg);
      this.probe = new OldDatabaseProbe(databases, sources, migration, leg.from());
      this.before = asItWasLeft(migration, leg);
    }

    @Override
    public void close() {
      probe.close();
      gauges.forget(key);
    }
  }

  /**
   * A write counts if it came after the drain, whose mark is a fact: the window saw every earlier
   * one. Where there is no such fact it counts from the first sample on, and after an alarm from
   * that alarm on.
   */
  public StepOutcome watch(Migration migration, Leg leg) throws SQLException, InterruptedException {
    var watching = watched.of(key(migration, leg), ONLY, () -> new Watching(migration, leg));
    var look = watching.probe.look();
    var before =
        watching.before.filter(b -> b.changes() <= look.mark().changes()).orElse(look.mark());
    var touch = touch(leg, look, before);
    var isAlarm = migration.has(OldDatabaseTouched.class, leg);
    watching.before = Optional.of(isAlarm ? look.mark() : before);
    watching.lookedAt = clock.instant();
    if (touch.isPresent()) {
      watching.touchedAt = watching.lookedAt;
    }
    watching.touch = touch;
    gauges.show(watching.key, look);
    return StepOutcome.notYet("looked", EVERY);
  }

  private static Optional<SourceMark> asItWasLeft(Migration migration, Leg leg) {
    var isFirstAlarm = migration.attempt(AttemptSeries.oldDatabase(leg)) == 1;
    return isFirstAlarm && !migration.has(OldDatabaseTouched.class, leg)
        ? migration.find(ReplicaDrained.class, leg.name()).map(ReplicaDrained::mark)
        : Optional.empty();
  }

  private static Optional<String> touch(Leg leg, OldDatabaseProbe.Look look, SourceMark before) {
    var seen = new ArrayList<String>();
    if (!look.fenced()) {
      seen.add("its fence is open");
    }
    if (look.sessions() > 0) {
      seen.add("sessions that are not Kahuna's: %d".formatted(look.sessions()));
    }
    if (look.mark().showsWritesSince(before)) {
      seen.add(writes(look.mark(), before));
    }
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of("%s: %s".formatted(leg.from().label(), String.join("; ", seen)));
  }

  private static String writes(SourceMark now, SourceMark before) {
    var rows = now.changes() - before.changes();
    return rows > 0
        ? "rows written since it was left, in tables or in the catalog: %,d".formatted(rows)
        : "sequences were advanced since it was left";
  }

  /** Done when a client uses it or has used it. */
  public StepOutcome awaitTouch(Migration migration, Leg leg) {
    return watched
        .find(key(migration, leg), ONLY)
        .flatMap(watching -> watching.touch)
        .map(
            reason ->
                StepOutcome.done(
                    new OldDatabaseTouched(
                        leg, migration.attempt(AttemptSeries.oldDatabase(leg)), reason)))
        .orElseGet(() -> StepOutcome.notYet("no client uses it", LOOKOUT));
  }

  /** Done when no client has used it for a minute. */
  public StepOutcome awaitQuiet(Migration migration, Leg leg) {
    var touched = migration.get(OldDatabaseTouched.class, leg);
    var now = clock.instant();
    var isQuiet =
        watched
            .find(key(migration, leg), ONLY)
            .filter(watching -> !now.isAfter(watching.lookedAt.plus(EVERY.multipliedBy(3))))
            .filter(watching -> !now.isBefore(watching.touchedAt.plus(QUIET)))
            .isPresent();
    return isQuiet
        ? StepOutcome.done(new OldDatabaseQuiet(leg, touched.number()))
        : StepOutcome.notYet(touched.reason(), LOOKOUT);
  }

  private static String key(Migration migration, Leg leg) {
    return migration.id() + "/" + leg;
  }

  public void sweep() {
    watched.sweep();
  }
}
