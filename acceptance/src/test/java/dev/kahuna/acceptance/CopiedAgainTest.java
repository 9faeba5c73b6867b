package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.StepFailed;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.sandbox.cloud.TenantOptions;
import dev.kahuna.standin.host.HostFleet;
import dev.kahuna.standin.process.Signals;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A copy that Aurora refuses, after the app has left Heroku. */
@Tag("faults")
@ResourceLock(FaultyMigration.CLOUD)
@ExtendWith(CloudExtension.class)
class CopiedAgainTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final TenantOptions KIND = new TenantOptions(15, 17, Optional.empty(), true);
  private static final String REFUSED = "tides";

  /** Refused from 16 on, and not in the rows that a rehearsal takes. */
  private static final String MAKE_TABLE =
      "CREATE TABLE %s (id int CONSTRAINT tides_seen CHECK (id <= 5000 OR current_setting('server_version_num')::int < 160000))"
          .formatted(REFUSED);

  @Test
  @Survives(
      fault = 59,
      done =
          "a CHECK by which Aurora refuses rows is dropped on the live replica, and the standby is promoted"
              + " by somebody; then copy-again, cutover-service killed -9 at each step of it",
      held = "completed under load, no second window to the replica, every write there once")
  void afterItsOwnerHasMendedTheSchemaOnTheReplica(SharedCloud cloud) throws Exception {
    var migration = cloud.migration(KIND);
    var killer = killer(migration, CutoverSaga.copyAgainSteps());
    refused(migration, killer);
    promoteStandby(migration);

    try (var app = migration.asTheApp()) {
      Sql.run(app, "ALTER TABLE %s DROP CONSTRAINT tides_seen".formatted(REFUSED));
    }
    migration.say(new CopyAgainRequested(1, false, "the constraint is dropped"));
    migration.await(LIMIT, m -> m.attempt(AttemptSeries.COPY) == 2);
    migration.say(new CutoverApproved(Leg.TO_AURORA, 2));
    var end = Goal.reach(migration, m -> m.has(MigrationCompleted.class));

    Goal.checkGuarantees(migration);
    assertThat(migration.windows()).containsExactly(Leg.TO_REPLICA, Leg.TO_AURORA);
    assertThat(migration.log())
        .extracting(LoggedEvent::event)
        .hasAtLeastOneElementOfType(CopyGivenUp.class);
    assertThat(EqualTables.compared(migration, end)).isPositive();
    assertThat(killer.remaining()).as("plans not carried out").isEmpty();
  }

  @Test
  @Survives(
      fault = 60,
      done = "Aurora refuses rows; settle, cutover-service killed -9 at each step of it",
      held =
          "the app writes on the replica, which keeps nothing for Aurora; its standby follows;"
              + " Aurora is deleted")
  void orTheAppStaysOnTheReplicaForGood(SharedCloud cloud) throws Exception {
    var migration = cloud.migration(KIND);
    var killer = killer(migration, CutoverSaga.settlingSteps());
    refused(migration, killer);
    var cluster = migration.await(LIMIT, m -> true).get(TargetCreated.class).cluster();

    migration.say(new SettleRequested("Aurora is not needed"));
    var end = migration.await(LIMIT, m -> m.has(InfrastructureReleased.class));

    assertThat(killer.remaining()).as("plans not carried out").isEmpty();
    assertThat(end.get(PublicationDropped.class).standbyFollows()).isTrue();
    var before = migration.acknowledged().size();
    await("the app writes on").until(() -> migration.acknowledged().size() > before);
    Goal.checkGuarantees(migration);
    assertThat(migration.windows()).containsExactly(Leg.TO_REPLICA);
    assertThatThrownBy(() -> migration.cloud().aurora().server(cluster))
        .isInstanceOf(IllegalArgumentException.class);
    try (var app = migration.asTheApp()) {
      assertThat(Sql.one(app, "SELECT string_agg(slot_name, ',') FROM pg_replication_slots"))
          .isEqualTo("kahuna_standby");
      assertThat(Sql.one(app, "SELECT count(*) FROM pg_publication")).isEqualTo("0");
      assertThat(Sql.one(app, "SELECT count(*) FROM pg_stat_replication")).isEqualTo("1");
    }
  }

  /** Each of its steps is done, and cutover-service dies before the fact of it is in the log. */
  private static Killer killer(FaultyMigration migration, List<PublishedStep> steps) {
    return new Killer(migration.cloud(), FaultPlan.each(steps, FaultPlan.Moment.BEFORE_FACT));
  }

  /** Takes the app off Heroku, to where Aurora refuses some of its rows. */
  private static void refused(FaultyMigration migration, Killer killer) throws Exception {
    try (var owner = migration.source().owner()) {
      Sql.run(owner, MAKE_TABLE);
      Sql.run(owner, "INSERT INTO %s SELECT generate_series(1, 6000)".formatted(REFUSED));
      Sql.run(owner, "CREATE TABLE kept AS SELECT i FROM generate_series(1, 1000) AS i");
    }
    migration.request("60s", killer::at);
    var stopped = migration.await(LIMIT, m -> m.has(StepFailed.class));
    assertThat(stopped.find(StepFailed.class, "copy-data").orElseThrow().reason())
        .contains(REFUSED);
  }

  /** As a signal does it; the server takes the file away. */
  private static void promoteStandby(FaultyMigration migration) throws Exception {
    var standby =
        migration.await(LIMIT, m -> true).get(HostLaunched.class, HostRole.STANDBY).instanceId();
    var data = ((HostFleet) migration.cloud().hosts()).host(standby).root().resolve("srv/data/pg");
    var postmaster = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
    Files.createFile(data.resolve("promote"));
    Signals.send("USR1", Long.parseLong(postmaster));
    await("the standby is promoted").until(() -> Files.notExists(data.resolve("standby.signal")));
  }
}
