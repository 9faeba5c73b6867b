package dev.kahuna.monitor.olddatabase;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.monitor.watch.WatchRegistry;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** Measures the WAL that Aurora keeps for the way back, by which its storage grows. */
public final class ReverseSlotWatch {
  private static final Queries SQL = Queries.of(ReverseSlotWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int ONLY = 1;
  private static final PostgresOptions OPTIONS =
      PostgresOptions.of("monitor").answeringWithin(Duration.ofSeconds(10));

  private final MigrationDatabases databases;
  private final OldDatabaseGauges gauges;
  private final WatchRegistry<Watching> watched;

  public ReverseSlotWatch(MigrationDatabases databases, OldDatabaseGauges gauges, Clock clock) {
    this.databases = databases;
    this.gauges = gauges;
    this.watched = new WatchRegistry<>(clock);
  }

  private record Watching(String migration, ReconnectingSession session, OldDatabaseGauges gauges)
      implements AutoCloseable {
    @Override
    public void close() {
      session.close();
      gauges.forgetRetained(migration);
    }
  }

  public StepOutcome watch(Migration migration) throws SQLException, InterruptedException {
    var watching =
        watched.of(
            migration.id(),
            ONLY,
            () ->
                new Watching(
                    migration.id(),
                    new ReconnectingSession(() -> databases.target(migration).open(OPTIONS)),
                    gauges));
    var slot = migration.get(ReverseReplicationStarted.class, Leg.TO_AURORA).slot();
    var retained =
        watching.session().ask(aurora -> SQL.list(aurora, "reverse-slot", r -> r.getLong(1), slot));
    if (retained.isEmpty()) {
      gauges.forgetRetained(migration.id());
      return StepOutcome.notYet("there is no slot %s on Aurora".formatted(slot), EVERY);
    }
    gauges.showRetained(migration.id(), retained.getFirst());
    return StepOutcome.notYet("measured", EVERY);
  }

  public void sweep() {
    watched.sweep();
  }
}
