package dev.kahuna.monitor.olddatabase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.fault.Survives;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.monitor.watch.TestSites;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.step.StepOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers at the databases that the app has left. */
class OldDatabaseWatchTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OldDatabaseGauges gauges = new OldDatabaseGauges(meters);
  private final TestClock clock = new TestClock();
  private TestSites sites;
  private OldDatabaseWatch fences;
  private Migration migration;

  private static final class TestClock extends Clock {
    private Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void start() throws IOException {
    sites = new TestSites();
    fences = watch();
    migration = TestSites.fold(Migration.of(TestSites.MIGRATION), sites.factsOfReplay());
  }

  @AfterEach
  void stop() {
    sites.close();
  }

  @Test
  @Survives(
      fault = 16,
      done = "after the pivot a client says BEGIN READ WRITE on Heroku's database and inserts",
      held = "an alarm names the session, then the rows; one each, over after a quiet minute")
  void aClientOnHerokusDatabaseIsAlarmedOnceUntilItIsQuiet() throws Exception {
    know(new PivotReached(Leg.TO_REPLICA, 1));
    sites.heroku.execute(
        "GRANT INSERT ON item TO app",
        "ALTER DATABASE postgres SET default_transaction_read_only = on");
    assertThat(touch(Leg.TO_REPLICA)).isInstanceOf(StepOutcome.NotYet.class);
    assertThat(gauge("kahuna.old.database.fenced")).isEqualTo(1);

    try (var rogue = asTheApp()) {
      assertThat(rogue.isValid(1)).isTrue();
      var touched = touched(Leg.TO_REPLICA, 1);
      assertThat(touched.reason())
          .isEqualTo("Heroku's database: sessions that are not Kahuna's: 1");
      assertThat(gauge("kahuna.old.database.sessions")).isEqualTo(1);
      clock.ahead = clock.ahead.plus(OldDatabaseWatch.QUIET);
      assertThat(quiet(Leg.TO_REPLICA)).as("while it is there").isFalse();
    }
    awaitQuiet(Leg.TO_REPLICA, 1);

    try (var rogue = asTheApp();
        var statement = rogue.createStatement()) {
      statement.execute("BEGIN READ WRITE");
      statement.execute("INSERT INTO item VALUES (7000, 'lost to everybody else')");
      statement.execute("COMMIT");
    }
    var written = touched(Leg.TO_REPLICA, 2);
    assertThat(written.reason())
        .contains("rows written since it was left, in tables or in the catalog: 1");
    awaitQuiet(Leg.TO_REPLICA, 2);
    assertThat(touch(Leg.TO_REPLICA)).as("the same rows").isInstanceOf(StepOutcome.NotYet.class);

    sites.heroku.execute(
        "SET default_transaction_read_only = off",
        "ALTER DATABASE postgres RESET default_transaction_read_only");
    assertThat(touched(Leg.TO_REPLICA, 3).reason()).contains("its fence is open");
    assertThat(gauge("kahuna.old.database.fenced")).isZero();
  }

  @Test
  @Survives(
      fault = 35,
      done = "a row is committed on Heroku after the drain's mark, before anybody watches",
      held = "the first look raises the alarm with the row, whoever starts again later no second")
  void aWriteBeforeTheFirstLookIsSaid() throws Exception {
    try (var connection = asTheApp()) {
      know(new ReplicaDrained(Leg.TO_REPLICA, 1, new Lsn(1), SourceMarks.read(connection)));
    }
    know(new PivotReached(Leg.TO_REPLICA, 1));
    sites.heroku.execute(
        "ALTER DATABASE postgres SET default_transaction_read_only = on",
        "INSERT INTO item VALUES (7000, 'committed after the pivot')");
    assertThat(touched(Leg.TO_REPLICA, 1).reason())
        .contains("rows written since it was left, in tables or in the catalog: 1");
    awaitQuiet(Leg.TO_REPLICA, 1);
    fences = watch();
    assertThat(touch(Leg.TO_REPLICA)).isInstanceOf(StepOutcome.NotYet.class);
  }

  @Test
  @Survives(
      fault = 15,
      done = "after the pivot to Aurora a role of the replica may log in again and does",
      held = "an alarm says so")
  void theReplicaThatWasLeftForAuroraIsWatched() throws Exception {
    sites.promoteAndSubscribe();
    sites.replica.execute("ALTER ROLE app NOLOGIN");
    know(new PivotReached(Leg.TO_AURORA, 1));
    assertThat(touch(Leg.TO_AURORA)).isInstanceOf(StepOutcome.NotYet.class);
    sites.replica.execute("ALTER ROLE app LOGIN");
    assertThat(touched(Leg.TO_AURORA, 1).reason()).isEqualTo("the replica: its fence is open");
  }

  @Test
  void whatAuroraKeepsForTheWayBackIsShown() throws Exception {
    migration = TestSites.fold(migration, sites.factsOfReplication());
    know(new ReverseReplicationStarted(Leg.TO_AURORA, 1, "kahuna_reverse", "kahuna_reverse"));
    var watch = new ReverseSlotWatch(sites.databases(), gauges, clock);
    assertThat(watch.watch(migration)).isInstanceOf(StepOutcome.NotYet.class);
    assertThat(meters.find("kahuna.reverse.retained.bytes").gauge()).isNull();
    sites.target.execute(
        "SELECT pg_create_physical_replication_slot('kahuna_reverse', true)",
        "SELECT count(pg_logical_emit_message(false, 'fill', repeat('x', 100000)))"
            + " FROM generate_series(1, 10)");
    var measured = watch.watch(migration);
    assertThat(measured).isInstanceOf(StepOutcome.NotYet.class);
    assertThat(gauge("kahuna.reverse.retained.bytes")).isBetween(1e6, 1e8);
  }

  private OldDatabaseWatch watch() {
    var heroku = new HerokuPlatform(sites.platformUrl(), HerokuPlatform.TIMEOUT);
    return new OldDatabaseWatch(
        sites.databases(), new SourceDatabases(heroku, sites.secrets()), gauges, clock);
  }

  private void know(MigrationEvent fact) {
    migration = TestSites.fold(migration, List.of(fact));
  }

  private Connection asTheApp() throws SQLException {
    var connection =
        Databases.open(
            sites.heroku.endpoint(),
            new Credentials.Password("app", "app"),
            sites.heroku.trust(),
            PostgresOptions.of("test"));
    connection.setClientInfo("ApplicationName", "rogue");
    return connection;
  }

  private StepOutcome touch(Leg leg) throws Exception {
    var looked = fences.watch(migration, leg);
    assertThat(looked).isInstanceOf(StepOutcome.NotYet.class);
    return fences.awaitTouch(migration, leg);
  }

  private OldDatabaseTouched touched(Leg leg, int number) {
    var outcome =
        Awaitility.await()
            .atMost(10, TimeUnit.SECONDS)
            .until(() -> touch(leg), StepOutcome.Done.class::isInstance);
    var fact = (OldDatabaseTouched) ((StepOutcome.Done) outcome).fact();
    assertThat(fact.number()).isEqualTo(number);
    know(fact);
    return fact;
  }

  private boolean quiet(Leg leg) throws Exception {
    var looked = fences.watch(migration, leg);
    assertThat(looked).isInstanceOf(StepOutcome.NotYet.class);
    return fences.awaitQuiet(migration, leg) instanceof StepOutcome.Done;
  }

  private void awaitQuiet(Leg leg, int number) {
    Awaitility.await("gone")
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> touch(leg) instanceof StepOutcome.NotYet);
    assertThat(Awaitility.await().until(() -> quiet(leg), done -> !done)).isFalse();
    clock.ahead = clock.ahead.plus(OldDatabaseWatch.QUIET);
    assertThat(Awaitility.await().until(() -> quiet(leg), done -> done)).isTrue();
    know(new OldDatabaseQuiet(leg, number));
  }

  private double gauge(String name) {
    return meters.get(name).tag("migration", TestSites.MIGRATION).gauge().value();
  }
}
