package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;

/** Fences the database that the app leaves, and records the end of its WAL after that. */
public final class CloseOldDatabase {
  private final CutoverDatabases databases;
  private final Fences fences;

  public CloseOldDatabase(CutoverDatabases databases) {
    this.databases = databases;
    this.fences = new Fences(databases);
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    try (var old = databases.open(migration, leg.from())) {
      var ended = fences.of(migration, leg.from()).close(old);
      var attempt = migration.attempt(AttemptSeries.cutover(leg));
      return StepOutcome.done(new SourceFenced(leg, attempt, Wal.insertLsn(old), ended));
    }
  }
}
