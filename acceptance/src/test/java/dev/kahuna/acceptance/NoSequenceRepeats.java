package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.report.SequenceCheck;

/** Once the app is on Aurora, no sequence there can give a value that the source has given. */
final class NoSequenceRepeats implements Guarantee {
  @Override
  public void check(FaultyMigration migration) throws Exception {
    var known = Migration.of(migration.id());
    for (LoggedEvent fact : migration.log()) {
      known = known.with(fact);
    }
    if (!known.has(MigrationCompleted.class)) {
      return;
    }
    var target = known.get(TargetCreated.class);
    var cloud = migration.cloud();
    try (var source = migration.source().superuser();
        var aurora = cloud.aurora().server(target.cluster()).superuser(target.database())) {
      // The app goes on writing; within one snapshot sequences and rows belong together.
      aurora.setAutoCommit(false);
      aurora.setTransactionIsolation(java.sql.Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(SequenceCheck.behind(source, aurora)).as("sequences behind").isEmpty();
    }
  }
}
