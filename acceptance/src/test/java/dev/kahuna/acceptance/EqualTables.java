package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.report.Tables;
import java.sql.SQLException;

/** The tables that only a migration writes to, on Heroku and on Aurora. */
final class EqualTables {
  private EqualTables() {}

  /**
   * Asserts that all of them are equal, row for row.
   *
   * @param end of the migration
   * @return how many there are
   */
  static int compared(FaultyMigration migration, Migration end) throws SQLException {
    var target = end.get(TargetCreated.class);
    try (var source = migration.source().superuser();
        var aurora =
            migration.cloud().aurora().server(target.cluster()).superuser(target.database())) {
      var compared = Tables.compare(source, aurora);
      assertThat(compared.different()).isEmpty();
      return compared.compared();
    }
  }
}
