package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.index.IndexOrder;
import dev.kahuna.cutover.index.IndexOrder.Verdict;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index that is copied in an order that the replica's libraries do not give it. */
class CollationFaultTest {
  @TempDir Path directory;

  @Survives(
      fault = 29,
      done = "a unique index over text is sorted differently from the replica's order",
      held = "found before the window, rebuilt after the promotion and before the app writes")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMisorderedIndexIsFoundAndRebuiltBeforeTheAppWrites(boolean standby) throws Exception {
    try (var cloud =
        standby ? new CutoverTestbed(directory) : CutoverTestbed.withoutStandby(directory)) {
      plant(cloud);
      cloud.saga.runUntil(m -> m.has(ReplicaChecked.class));
      assertThat(cloud.saga.migration().get(ReplicaChecked.class).misordered())
          .containsExactly("public.people_email");
      assertThat(cloud.ask(cloud.replica, "SELECT pg_is_wal_replay_paused()")).isEqualTo("f");
      assertThat(verdict(cloud.replica)).isEqualTo(Verdict.MISORDERED);

      cloud.saga.runUntil(m -> m.has(SlotCreated.class, Leg.TO_REPLICA));
      assertThat(cloud.saga.migration().get(IndexesRebuilt.class, Leg.TO_REPLICA).rebuilt())
          .containsExactly("public.people_email");
      assertThat(verdict(cloud.replica)).isEqualTo(Verdict.SOUND);
      assertThat(
              cloud.ask(
                  cloud.replica, "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"))
          .isEqualTo("0");
      cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
      cloud.saga.told().forEach(System.out::println);
    }
  }

  @Test
  void anIndexThatReachesTheReplicaAfterItsCheckIsInOrderWhenTheAppWrites() throws Exception {
    try (var cloud = new CutoverTestbed(directory)) {
      cloud.saga.runUntil(m -> m.has(ReplicaChecked.class));
      plant(cloud);
      cloud.saga.runUntil(m -> m.has(SlotCreated.class, Leg.TO_REPLICA));
      assertThat(verdict(cloud.replica)).isEqualTo(Verdict.SOUND);
    }
  }

  @Test
  void whatIsInOrderCostsTheWindowNothing() throws Exception {
    try (var cloud = new CutoverTestbed(directory)) {
      cloud.saga.runUntil(m -> m.has(SlotCreated.class, Leg.TO_REPLICA));
      assertThat(cloud.saga.migration().get(IndexesRebuilt.class, Leg.TO_REPLICA).rebuilt())
          .isEmpty();
    }
  }

  /**
   * Sorted by bytes, then declared to be sorted by ICU: what another libc would look like. An event
   * trigger of Heroku's forbids extensions, such as amcheck.
   */
  private static void plant(CutoverTestbed cloud) throws Exception {
    for (var sql :
        List.of(
            "CREATE TABLE people (id serial PRIMARY KEY, email text)",
            "INSERT INTO people (email) SELECT CASE i % 3 WHEN 0 THEN upper(md5(i::text)) ELSE"
                + " md5(i::text) END FROM generate_series(1, 5000) i",
            "CREATE UNIQUE INDEX people_email ON people (email COLLATE \"C\")",
            "UPDATE pg_index SET indcollation = (SELECT oid::text::oidvector FROM pg_collation"
                + " WHERE collname = 'en-x-icu') WHERE indexrelid = 'people_email'::regclass",
            "UPDATE pg_attribute SET attcollation = (SELECT oid FROM pg_collation WHERE collname ="
                + " 'en-x-icu') WHERE attrelid IN ('people_email'::regclass, 'people'::regclass)"
                + " AND attname = 'email'",
            "ALTER TABLE people OWNER TO app",
            "CREATE FUNCTION deny() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''Heroku allows no extension here''; END'",
            "CREATE EVENT TRIGGER deny ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION')"
                + " EXECUTE FUNCTION deny()")) {
      cloud.execute(cloud.source, sql);
    }
    var written = cloud.ask(cloud.source, "SELECT pg_current_wal_lsn()");
    for (var server : List.of(cloud.replica, cloud.standby)) {
      await()
          .until(
              () ->
                  cloud
                      .ask(server, "SELECT pg_last_wal_replay_lsn() >= '" + written + "'")
                      .equals("t"));
    }
  }

  private static Verdict verdict(TestPostgres server) throws Exception {
    try (var database =
        Databases.open(
            server.endpoint().withDatabase("app"),
            server.credentials(),
            server.trust(),
            PostgresOptions.of("test"))) {
      var order = new IndexOrder(database);
      var indexes = TextIndex.all(database).stream();
      return order.of(indexes.filter(i -> i.plainName().equals("people_email")).findFirst().get());
    }
  }
}
