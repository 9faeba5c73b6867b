package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.StepFailed;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.cloud.TenantOptions;
import dev.kahuna.sandbox.report.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A database with one object of every kind that Aurora refuses, or that its apply worker does. Each
 * is named before the first window, while its owner can still change it on Heroku.
 */
@Tag("faults")
@ResourceLock(FaultyMigration.CLOUD)
@ExtendWith(CloudExtension.class)
class EarlyRefusalsTest {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final int MOST_RETRIES = 40;

  private static final String UNEQUAL =
      "SELECT count(*) FROM public.draws d FULL JOIN public.trail t ON t.draw = d.id"
          + " WHERE d.id IS NULL OR t.draw IS NULL";

  private static final String CAME_ALONG =
      "SELECT concat_ws(', ', obj_description('public'::regnamespace, 'pg_namespace'),"
          + " obj_description('tools'::regnamespace, 'pg_namespace'), public.zulu(25),"
          + " (SELECT convalidated FROM pg_constraint WHERE conname = 'ships_flag'),"
          + " (SELECT count(*) FROM public.pilots WHERE \"system_user\"))";

  /**
   * What the operator reads, and what the object's owner runs on Heroku.
   *
   * @param told names the object
   * @param statement is part of what is read
   */
  private record Remedy(String step, String told, String statement) {}

  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy(
              "rehearse-schema",
              "public.berths_folded",
              "ALTER FUNCTION public.folded(words text) SET search_path = public"),
          new Remedy(
              "prepare-to-replica",
              "public.logbook",
              "ALTER TABLE \"public\".\"logbook\" NO FORCE ROW LEVEL SECURITY"),
          new Remedy(
              "prepare-to-replica",
              "leave_trail",
              "ALTER TABLE \"public\".\"draws\" ENABLE TRIGGER \"leave_trail\""));

  @Test
  @Survives(
      fault = 62,
      done =
          "one object of every kind that Aurora or its apply worker refuses; each is changed on"
              + " Heroku by the statement that the operator reads",
      held = "all were named while no window had opened; then the migration completes under load")
  void eachIsNamedBeforeTheFirstWindow(SharedCloud cloud) throws Exception {
    var sql =
        Path.of("src/test/resources/dev/kahuna/acceptance/early-refusals.sql").toAbsolutePath();
    var migration = cloud.migration(new TenantOptions(15, 17, Optional.of(sql), true));
    migration.request("60s", now -> {});

    var left = new ArrayList<>(REMEDIES);
    for (int retries = 0; retries < MOST_RETRIES; retries++) {
      var now =
          migration.await(LIMIT, m -> m.has(StepFailed.class) || m.has(MigrationCompleted.class));
      if (now.has(MigrationCompleted.class)) {
        break;
      }
      var failed = now.get(StepFailed.class);
      System.out.println(failed.reason());
      assertThat(migration.windows()).as("windows that opened before").isEmpty();
      for (var remedy : met(left, failed)) {
        assertThat(failed.reason()).contains(remedy.statement());
        apply(migration, remedy);
        left.remove(remedy);
      }
      // Until the replica has replayed the change, the step is refused once more.
      var attempt = failed.attempt();
      migration.say(new StepRetryRequested(failed.step(), attempt));
      migration.await(LIMIT, m -> m.attempt(AttemptSeries.step(failed.step())) > attempt);
    }

    assertThat(left).as("kinds that nobody named").isEmpty();
    Goal.checkGuarantees(migration);
    assertThat(migration.windows()).containsExactly(Leg.TO_REPLICA, Leg.TO_AURORA);
    compare(migration);
  }

  private static List<Remedy> met(List<Remedy> left, StepFailed failed) {
    return left.stream()
        .filter(remedy -> remedy.step().equals(failed.step()))
        .filter(remedy -> failed.reason().contains(remedy.told()))
        .toList();
  }

  private static void apply(FaultyMigration migration, Remedy remedy) throws SQLException {
    try (var owner = migration.asTheApp()) {
      Sql.run(owner, remedy.statement());
    }
  }

  private static void compare(FaultyMigration migration) throws Exception {
    Migration end = migration.await(LIMIT, m -> true);
    var target = end.get(TargetCreated.class);
    try (var source = migration.source().superuser();
        var aurora =
            migration.cloud().aurora().server(target.cluster()).superuser(target.database())) {
      assertThat(Tables.compare(source, aurora).different())
          .as("tables that only the app's triggers changed")
          .containsExactlyInAnyOrder("public.logbook", "public.trail");
      assertThat(Sql.one(aurora, UNEQUAL)).as("draws without exactly one line each").isEqualTo("0");
      assertThat(Sql.one(aurora, CAME_ALONG))
          .isEqualTo("tables of the harbour, extensions, 1, t, 55");
    }
  }
}
