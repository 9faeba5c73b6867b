package dev.kahuna.cutover;

import static dev.kahuna.cutover.app.AppDatabase.asApp;
import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.cutover.database.Sessions;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.cutover.replica.Promotion;
import dev.kahuna.cutover.replica.WalDrain;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.cutover.replication.Sequences;
import dev.kahuna.cutover.replication.TargetDrain;
import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.Lsn;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the steps do to databases, on real servers. */
class DatabaseActsTest {
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void pushingFillsTheSegmentWithoutMovingTheMark(int major) throws Exception {
    try (var server = server(major);
        var kahuna = asApp(server, "cutover")) {
      Sessions.fence(kahuna);
      var mark = SourceMarks.read(kahuna);
      var before = Wal.insertLsn(kahuna);
      Queries.of(WalDrain.class).run(kahuna, "push-wal");
      assertThat(Wal.insertLsn(kahuna).minus(before)).isGreaterThan(16L << 20);
      assertThat(SourceMarks.read(kahuna).nextXid()).isEqualTo(mark.nextXid());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void publicationAndSlotStandAndEveryTableHasAnIdentity(int major) throws Exception {
    try (var server = server(major);
        var replica = asSuperuser(server)) {
      execute(
          replica,
          "CREATE TABLE keyed (id int PRIMARY KEY)",
          "CREATE TABLE keyless (a int)",
          "CREATE TABLE late (id int PRIMARY KEY DEFERRABLE)",
          "CREATE TABLE parted (a int) PARTITION BY RANGE (a)",
          "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9)");

      var point = PublicationAndSlot.create(replica, "s3cret");

      assertThat(point).get().matches(lsn -> lsn.isAtLeast(new Lsn(1)));
      assertThat(PublicationAndSlot.create(replica, "s3cret")).as("again").isPresent();
      assertThat(
              ask(
                  replica,
                  "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class"
                      + " WHERE relreplident = 'f' AND relnamespace = 'public'::regnamespace"))
          .isEqualTo("keyless late part parted");
      execute(replica, "INSERT INTO keyless VALUES (1)", "UPDATE keyless SET a = 2");
      assertThat(ask(replica, "SELECT count(*) FROM pg_publication")).isEqualTo("1");
      assertThat(ask(replica, "SELECT rolsuper FROM pg_roles WHERE rolname = 'kahuna_replication'"))
          .isEqualTo("f");
      try (var subscriber =
          Databases.open(
              server.endpoint().withDatabase("app"),
              new Credentials.Password("kahuna_replication", "s3cret"),
              server.trust(),
              PostgresOptions.of("test"))) {
        assertThat(subscriber.isValid(1)).isTrue();
      }
      assertThat(server.log()).doesNotContain("s3cret");
    }
  }

  @Survives(
      fault = 37,
      done =
          "the app makes tables without a key after the slot, a partition among them, and drops a key",
      held = "it updates and deletes in them")
  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void tablesWithoutAKeyThatAreMadeLaterTakeEveryChange(int major) throws Exception {
    try (var server = server(major);
        var replica = asSuperuser(server);
        var app = asApp(server)) {
      execute(replica, "GRANT CREATE ON SCHEMA public TO app");
      assertThat(PublicationAndSlot.create(replica, "s3cret")).isPresent();
      execute(
          app,
          "CREATE TABLE made (a int)",
          "CREATE TABLE copied AS SELECT 1 AS a",
          "CREATE TABLE parted (a int) PARTITION BY RANGE (a)",
          "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9)",
          "CREATE TABLE unkeyed (a int PRIMARY KEY)",
          "ALTER TABLE unkeyed DROP CONSTRAINT unkeyed_pkey");
      for (var table : List.of("made", "copied", "parted", "unkeyed")) {
        execute(
            app,
            "INSERT INTO %s VALUES (1)".formatted(table),
            "UPDATE %s SET a = 2".formatted(table),
            "DELETE FROM %s".formatted(table));
      }
      execute(app, "CREATE TABLE keyed (a int PRIMARY KEY)");
      assertThat(ask(replica, "SELECT relreplident FROM pg_class WHERE oid = 'keyed'::regclass"))
          .as("one with a key keeps it as its identity")
          .isEqualTo("d");
    }
  }

  @Survives(
      fault = 11,
      done =
          "the act is repeated for a marker that is already committed, as after a COMMIT whose answer was lost",
      held = "it is found by its id; the row is there once")
  @Test
  void theMarkerCrossesOnceAndOnlyOverReplication() throws Exception {
    try (var publisher = server(15);
        var target = server(15);
        var here = asSuperuser(publisher);
        var there = asSuperuser(target)) {
      PublicationAndSlot.create(here, "s3cret");
      execute(here, "GRANT USAGE ON SCHEMA kahuna TO kahuna_replication");
      Queries.of(PublicationAndSlot.class).run(there, "kahuna-schema");
      execute(
          there,
          ("CREATE SUBSCRIPTION kahuna CONNECTION 'host=127.0.0.1 port=%d dbname=app"
                  + " user=kahuna_replication password=s3cret sslmode=require'"
                  + " PUBLICATION kahuna"
                  + " WITH (create_slot = false, copy_data = false, slot_name = kahuna)")
              .formatted(publisher.endpoint().port()));

      assertThat(TargetDrain.drained(here, there, "m-1")).isTrue();
      assertThat(TargetDrain.drained(here, there, "m-1")).as("again").isTrue();
      assertThat(ask(there, "SELECT count(*) FROM kahuna.fence")).isEqualTo("1");
    }
  }

  @Test
  void sequencesGoOnWhereTheyStoodUpwardsAndDownwardsAndNeverBack() throws Exception {
    try (var source = server(15);
        var target = server(15);
        var here = asApp(source, "cutover");
        var there = asApp(target, "cutover")) {
      var sequences =
          new String[] {
            "CREATE SEQUENCE used",
            "CREATE SEQUENCE \"Quoted Name\"",
            "CREATE SEQUENCE down INCREMENT -2",
            "CREATE SEQUENCE untouched START 7",
            "CREATE SEQUENCE ahead",
            "CREATE SEQUENCE brim MAXVALUE 3",
            "CREATE TABLE owned (id bigserial)"
          };
      execute(here, sequences);
      execute(there, sequences);
      execute(
          here,
          "SELECT setval('used', 41)",
          "SELECT setval('\"Quoted Name\"', 99, false)",
          "SELECT nextval('down'), nextval('down')",
          "SELECT setval('brim', 3)",
          "SELECT setval('ahead', 5)",
          "INSERT INTO owned SELECT FROM generate_series(1, 10)");
      execute(there, "SELECT setval('ahead', 1000)");

      assertThat(Sequences.advance(here, there)).isEqualTo(7);
      assertThat(Sequences.advance(here, there)).isEqualTo(7);

      assertThat(ask(there, "SELECT nextval('used')")).isEqualTo("42");
      assertThat(ask(there, "SELECT nextval('\"Quoted Name\"')")).isEqualTo("99");
      assertThat(ask(there, "SELECT nextval('down')")).isEqualTo("-5");
      assertThat(ask(there, "SELECT nextval('untouched')")).isEqualTo("7");
      assertThat(ask(there, "SELECT nextval('ahead')")).isEqualTo("1001");
      assertThat(ask(there, "SELECT nextval('owned_id_seq')")).isEqualTo("11");
      assertThatThrownBy(() -> ask(there, "SELECT nextval('brim')"))
          .hasMessageContaining("maximum");
    }
  }

  @Test
  void aSequenceThatIsMissingOnAuroraIsNamed() throws Exception {
    try (var source = server(15);
        var here = asApp(source, "cutover");
        var there =
            Databases.open(
                source.endpoint(),
                source.credentials(),
                source.trust(),
                PostgresOptions.of("cutover"))) {
      execute(here, "CREATE SEQUENCE orders");
      assertThatThrownBy(() -> Sequences.advance(here, there))
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("public.orders");
    }
  }

  @Test
  void aReplicaOf11AndEarlierIsPromotedByAFile() throws Exception {
    try (var primary = server(15);
        var server = TestPostgres.of(15).following(primary).start();
        var replica = asSuperuser(server)) {
      assertThat(Wal.isInRecovery(replica)).isTrue();
      Queries.of(Promotion.class).run(replica, "promote-before-12");
      assertThat(server.data().resolve("kahuna.promote")).exists();
    }
  }
}
