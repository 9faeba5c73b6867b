package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import dev.kahuna.operator.decision.RollbackDecision;
import dev.kahuna.sandbox.cloud.TenantOptions;
import dev.kahuna.sandbox.report.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A bookshop whose tables without a key are changed on the replica and on Aurora; then it goes
 * back.
 */
@Tag("faults")
@ResourceLock(FaultyMigration.CLOUD)
@ExtendWith(CloudExtension.class)
class KeylessTablesTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int CHANGES = 1000;

  /** Each changes one row of a table without a key, the second and the last of a partition. */
  private static final List<String> CHANGING =
      List.of(
          "UPDATE stock.items SET amount = amount + 1 WHERE ctid = (SELECT ctid FROM stock.items LIMIT 1)",
          "UPDATE events SET payload = '{\"changed\": true}' WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM events LIMIT 1)",
          "UPDATE audit_log SET what = what || '.' WHERE ctid = (SELECT ctid FROM audit_log LIMIT 1)",
          "DELETE FROM events WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM events LIMIT 1)");

  @Test
  @Survives(
      fault = 37,
      done = "1,000 changes and deletions on the replica, and 1,000 on Aurora, then rollback",
      held = "none is refused, and every row is on the replica as it was on Aurora")
  @Survives(
      fault = 38,
      done = "a table and a partition are made on Aurora as the app",
      held = "the way back is refused by the names of both, until they are gone")
  void everyChangeComesAlongThereAndBack(SharedCloud cloud) throws Exception {
    var sql = Path.of("src/test/resources/dev/kahuna/acceptance/bookshop.sql").toAbsolutePath();
    var migration = cloud.migration(new TenantOptions(15, 17, Optional.of(sql), true));
    migration.request("60s", now -> {});
    Goal.reach(migration, m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    change(migration);
    var completed = Goal.reach(migration, m -> m.has(MigrationCompleted.class));
    change(migration);
    try (var app = migration.asTheApp()) {
      Sql.run(app, "CREATE TABLE late (what text)");
      Sql.run(
          app,
          "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')");
      var broken = migration.await(LIMIT, m -> isRefusedFor(m, "late", "events_2027"));
      assertThat(RollbackDecision.request(broken, "practice")).isInstanceOf(Verdict.Refuse.class);
      Sql.run(app, "DROP TABLE late");
      Sql.run(app, "DROP TABLE events_2027");
    }
    migration.await(LIMIT, m -> !m.has(WayBackBroken.class));
    migration.say(new RollbackRequested("practice"));
    Goal.reach(migration, m -> m.has(CutoverCompleted.class, Leg.BACK_TO_REPLICA));
    Goal.checkGuarantees(migration);
    var target = completed.get(TargetCreated.class);
    try (var replica = migration.asTheApp();
        var aurora =
            migration.cloud().aurora().server(target.cluster()).superuser(target.database())) {
      assertThat(Tables.compare(aurora, replica).different()).isEmpty();
    }
  }

  private static boolean isRefusedFor(Migration migration, String... tables) {
    return migration
        .find(WayBackBroken.class)
        .filter(broken -> List.of(tables).stream().allMatch(broken.reason()::contains))
        .isPresent();
  }

  /** As the app, where it lives now. */
  private static void change(FaultyMigration migration) throws SQLException {
    try (var app = migration.asTheApp();
        var statement = app.createStatement()) {
      for (int i = 0; i < CHANGES; i++) {
        var sql = CHANGING.get(i % CHANGING.size());
        assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
      }
    }
  }
}
