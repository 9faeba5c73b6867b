package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A database with one object of every kind that Aurora refuses. Each refusal is found behind the
 * first window; the owner changes that object on the live replica, and the copy begins again.
 */
@Tag("faults")
@ResourceLock(FaultyMigration.CLOUD)
@ExtendWith(CloudExtension.class)
class LateRefusalsTest {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final List<String> STEPS_OF_A_COPY =
      List.of("copy-schema", "copy-data", "build-indexes", "start-subscription");

  private static final String UNEQUAL =
      "SELECT count(*) FROM public.draws d FULL JOIN public.trail t ON t.draw = d.id"
          + " WHERE d.id IS NULL OR t.draw IS NULL";

  private static final String CAME_ALONG =
      "SELECT concat_ws(', ', obj_description('public'::regnamespace, 'pg_namespace'),"
          + " obj_description('tools'::regnamespace, 'pg_namespace'), public.zulu(25))";

  /**
   * What an object's owner does about a refusal.
   *
   * @param told what the operator reads of the object
   */
  private record Remedy(String told, String... statements) {}

  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy("berths_folded", "ALTER FUNCTION folded(text) SET search_path = public"),
          new Remedy("pilots", "ALTER TABLE pilots RENAME COLUMN system_user TO is_system_user"),
          new Remedy("ships", "ALTER TABLE ships DROP CONSTRAINT ships_flag"),
          new Remedy("logbook", "ALTER TABLE logbook NO FORCE ROW LEVEL SECURITY"),
          new Remedy("trail", "ALTER TABLE draws ENABLE TRIGGER leave_trail"));

  @Test
  @Survives(
      fault = 59,
      done =
          "one object of every kind that Aurora refuses; each is changed on the live replica as its"
              + " owner would, then copy-again",
      held = "every refusal names its object; completed under load, without another window")
  void eachIsMendedOnTheReplicaAndTheCopyBeginsAgain(SharedCloud cloud) throws Exception {
    var sql =
        Path.of("src/test/resources/dev/kahuna/acceptance/late-refusals.sql").toAbsolutePath();
    var migration = cloud.migration(new TenantOptions(15, 17, Optional.of(sql), true));
    migration.request("60s", now -> {});

    var left = new ArrayList<>(REMEDIES);
    int copy = 1;
    while (true) {
      int present = copy;
      var now =
          migration.await(
              LIMIT,
              m ->
                  m.attempt(AttemptSeries.COPY) == present
                      && (trouble(m).isPresent() || m.has(MigrationCompleted.class)));
      if (now.has(MigrationCompleted.class)) {
        break;
      }
      var reason = trouble(now).orElseThrow();
      System.out.printf("copy %d: %s%n", copy, reason);
      var met = left.stream().filter(remedy -> reason.contains(remedy.told())).toList();
      assertThat(met).as("remedies for: %s", reason).isNotEmpty();
      for (var remedy : met) {
        apply(migration, remedy);
      }
      left.removeAll(met);
      migration.say(new CopyAgainRequested(copy, false, "changed on the replica"));
      copy++;
      int next = copy;
      migration.await(LIMIT, m -> m.attempt(AttemptSeries.COPY) == next);
      migration.say(new CutoverApproved(Leg.TO_AURORA, copy));
    }

    assertThat(left).as("kinds that Aurora no longer refuses").isEmpty();
    Goal.checkGuarantees(migration);
    assertThat(migration.windows()).containsExactly(Leg.TO_REPLICA, Leg.TO_AURORA);
    compare(migration);
  }

  private static Optional<String> trouble(Migration migration) {
    if (!migration.has(CutoverCompleted.class, Leg.TO_REPLICA)) {
      return migration.find(StepFailed.class).map(StepFailed::reason);
    }
    return Stream.concat(
            STEPS_OF_A_COPY.stream()
                .flatMap(step -> migration.find(StepFailed.class, step).stream())
                .map(StepFailed::reason),
            migration.find(ReplicationTroubled.class).map(ReplicationTroubled::reason).stream())
        .findFirst();
  }

  private static void apply(FaultyMigration migration, Remedy remedy) throws SQLException {
    try (var app = migration.asTheApp();
        var statement = app.createStatement()) {
      for (var sql : remedy.statements()) {
        statement.execute(sql);
      }
    }
  }

  private static void compare(FaultyMigration migration) throws Exception {
    var target = migration.await(LIMIT, m -> true).get(TargetCreated.class);
    try (var source = migration.source().superuser();
        var aurora =
            migration.cloud().aurora().server(target.cluster()).superuser(target.database())) {
      // A function without a search path makes the table unreadable for a plain session.
      for (var sql :
          List.of(
              "SET default_transaction_read_only = off",
              "ALTER FUNCTION folded(text) SET search_path = public")) {
        try (var statement = source.createStatement()) {
          statement.execute(sql);
        }
      }
      assertThat(Tables.compare(source, aurora).different())
          .as("tables that only the app's triggers changed")
          .containsExactlyInAnyOrder("public.logbook", "public.trail");
      assertThat(Sql.one(aurora, UNEQUAL)).as("draws without exactly one line each").isEqualTo("0");
      assertThat(Sql.one(aurora, CAME_ALONG)).isEqualTo("tables of the harbour, extensions, 1");
    }
  }
}
