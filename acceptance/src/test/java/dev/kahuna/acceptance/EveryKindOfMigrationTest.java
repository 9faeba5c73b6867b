package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.ServiceKills;
import dev.kahuna.sandbox.cloud.TenantOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole migrations of tenants of every kind, one after the other in a cloud of their own. */
@ResourceLock(FaultyMigration.CLOUD_OF_KINDS)
@ExtendWith(CloudExtension.class)
class EveryKindOfMigrationTest {
  private static final String BUDGET = "60s";
  private static final int BOOKSHOP_TABLES = 20 + 71;
  private static final Consumer<Migration> UNDISTURBED = now -> {};

  /** The subscription copies the rows: every type, and tables with all kinds of keys and none. */
  @Test
  void withoutStandby(SharedCloud cloud) throws Exception {
    var sql = Path.of("src/test/resources/dev/kahuna/acceptance/bookshop.sql").toAbsolutePath();
    var kind = new TenantOptions(15, 17, Optional.of(sql), false);
    assertThat(migrate(cloud.migration(kind), UNDISTURBED)).isGreaterThanOrEqualTo(BOOKSHOP_TABLES);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 18", "11, 17", "11, 18", "12, 17", "12, 18", "13, 17", "13, 18", "14, 17", "14, 18",
    "15, 17"
  })
  @Tag("faults")
  void betweenOtherVersions(int source, int target, SharedCloud cloud) throws Exception {
    migrate(cloud.migration(small(source, target)), UNDISTURBED);
  }

  /** The hosts need pg_dump and pg_basebackup of the source's version or a later one. */
  @ParameterizedTest
  @CsvSource({"16, 17", "16, 18", "17, 17", "17, 18"})
  @Tag("later-sources")
  void fromVersionsThatNeedLaterClients(int source, int target, SharedCloud cloud)
      throws Exception {
    migrate(cloud.migration(small(source, target)), UNDISTURBED);
  }

  /** Up to 13 there is no role that may read everything. */
  @Test
  @Tag("faults")
  void withoutStandbyFromTwelveAndEveryServiceKilledOnceInTheMiddle(SharedCloud cloud)
      throws Exception {
    var migration = cloud.migration(new TenantOptions(12, 17, Optional.empty(), false));
    var kills = new ServiceKills(migration.cloud().services(), cloud.story());
    migrate(migration, kills::at);
    assertThat(kills.remaining()).as("services that were not killed").isEmpty();
  }

  private static TenantOptions small(int source, int target) {
    return new TenantOptions(source, target, Optional.empty(), true);
  }

  /**
   * Migrates it, and checks everything that must hold.
   *
   * @return how many tables were compared row for row
   */
  private static int migrate(FaultyMigration migration, Consumer<Migration> onFact)
      throws Exception {
    migration.request(BUDGET, onFact);
    var end = Goal.reach(migration, m -> m.has(MigrationCompleted.class));
    Goal.checkGuarantees(migration);
    return EqualTables.compared(migration, end);
  }
}
