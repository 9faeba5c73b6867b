package dev.kahuna.cutover.compare;

import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.ReplicatedPair;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The comparison of two real servers of different versions, under real replication. */
class DataComparisonTest {
  private static final String ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, what text)";
  private static final String FILL_ORDERS =
      "INSERT INTO orders SELECT i, 'thing ' || i FROM generate_series(1, 1000) i";

  @Test
  @Survives(
      fault = 21,
      done =
          "tables with keys of several columns, of text, with none and rows twice, with"
              + " generated and identity columns, partitioned, with names that 17 reserves,"
              + " replicated from 15 to 17",
      held = "all are compared, and values that the versions print differently are equal")
  void equalDataIsEqualWhateverItsTypesKeysAndSettings() throws Exception {
    try (var pair =
        new ReplicatedPair(
            "CREATE TABLE typed (a int, b timestamptz, f8 float8, f4 float4, n numeric, y bytea,"
                + " j jsonb, l text[], fs float8[], i interval, m money, PRIMARY KEY (a, b))",
            "CREATE TABLE named (name text PRIMARY KEY, value int)",
            "CREATE TABLE \"Odd \"\"Name\" (\"select\" uuid PRIMARY KEY, \"row\" int)",
            "CREATE TABLE keyless (a int, b text)",
            // Reserved from 16 and 17 on.
            "CREATE TABLE \"system_user\" (\"system_user\" int PRIMARY KEY, \"json\" json, \"table\""
                + " regclass)",
            "CREATE SEQUENCE \"json_array\"",
            "CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " a int, twice int GENERATED ALWAYS AS (a * 2) STORED)",
            "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id)",
            "CREATE TABLE part_a PARTITION OF parted FOR VALUES FROM (0) TO (100)",
            "CREATE TABLE part_b PARTITION OF parted FOR VALUES FROM (100) TO (1000)",
            "CREATE TABLE void ()")) {
      execute(
          pair.there,
          "ALTER DATABASE app SET timezone = 'Asia/Tokyo'",
          "ALTER DATABASE app SET bytea_output = 'escape'",
          "ALTER DATABASE app SET extra_float_digits = -3");
      execute(
          pair.here,
          "INSERT INTO typed SELECT i, now() + i * interval '1 us', random(), random(), i / 7.0,"
              + " decode(md5(i::text), 'hex'), jsonb_build_object('a', i), ARRAY['x', NULL],"
              + " ARRAY[i / 3.0], i * interval '1 h', i FROM generate_series(1, 250) i",
          "INSERT INTO typed SELECT 1, 'infinity', 'NaN', '-0', 'NaN'",
          "INSERT INTO named SELECT 'name ' || i, i FROM generate_series(1, 250) i",
          "INSERT INTO \"Odd \"\"Name\" SELECT gen_random_uuid(), i FROM generate_series(1, 250) i",
          "INSERT INTO keyless SELECT i % 10, NULL FROM generate_series(1, 250) i",
          "INSERT INTO system_user SELECT i, '{\"a\": 1}', 'public.system_user' FROM"
              + " generate_series(1, 250) i",
          "INSERT INTO made (a) SELECT i FROM generate_series(1, 250) i",
          "INSERT INTO parted SELECT i FROM generate_series(0, 249) i");
      pair.settle();

      var result = pair.compare();

      assertThat(result.tables()).isEqualTo(9);
      assertThat(result.rows()).isEqualTo(7 * 250 + 1);
      // Three each by key, but the last partition's two and one, and one each of the others.
      assertThat(result.chunks()).isEqualTo(3 + 1 + 3 + 1 + 3 + 3 + 2 + 2 + 1);
      assertThat(result.again()).isZero();
    }
  }

  @Test
  void aRowThatIsChangedMissingOrTooManyIsNamed() throws Exception {
    try (var pair = new ReplicatedPair(ORDERS, "CREATE TABLE tags (tag text)")) {
      execute(pair.here, FILL_ORDERS, "INSERT INTO tags SELECT 'a' FROM generate_series(1, 3)");
      pair.settle();
      pair.compare();

      execute(pair.there, "UPDATE orders SET what = 'else' WHERE id = 217");
      assertDiffers(pair, "table public.orders, (id) above (200) up to (300): (217) changed");
      execute(pair.there, "UPDATE orders SET what = 'thing 217' WHERE id = 217");

      execute(pair.there, "DELETE FROM orders WHERE id = 1");
      assertDiffers(pair, "table public.orders, (id) up to (100): (1) missing on the target");
      execute(pair.there, "INSERT INTO orders VALUES (1, 'thing 1')");

      execute(pair.there, "INSERT INTO orders VALUES (2000, 'ghost')");
      assertDiffers(pair, "table public.orders, (id) above (1000): (2000) only on the target");
      assertQuietDiffers(pair, "(2000) only on the target (1000 rows on the old database, 1001");
      execute(pair.there, "DELETE FROM orders WHERE id = 2000");

      execute(pair.there, "INSERT INTO tags VALUES ('a')");
      assertDiffers(pair, "table public.tags, the whole table");
    }
  }

  @Test
  void rowsThatChangeAllTheTimeAreNoDifferenceAndHideNone() throws Exception {
    try (var pair = new ReplicatedPair(ORDERS)) {
      execute(pair.here, FILL_ORDERS);
      pair.settle();
      var writing = new AtomicBoolean(true);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var writer = threads.submit(() -> write(pair, writing));
        try {
          pair.awaitOnTarget("SELECT count(*) > 1020 FROM orders", "t");
          await().until(() -> pair.compare().again() > 0);

          execute(pair.there, "DELETE FROM orders WHERE id = 777");
          assertDiffers(pair, "(777) missing on the target");
        } finally {
          writing.set(false);
          writer.get();
        }
      }
    }
  }

  private static long write(ReplicatedPair pair, AtomicBoolean writing) throws Exception {
    var id = 1000L;
    try (var app = asSuperuser(pair.publisher)) {
      while (writing.get() && id < 1_000_000) {
        id++;
        execute(
            app,
            "INSERT INTO orders VALUES (%d, 'new')".formatted(id),
            "UPDATE orders SET what = 'hot %d' WHERE id IN (5, 250, 770)".formatted(id),
            "DELETE FROM orders WHERE id > 1000 AND id = %d".formatted(id - 50));
      }
    }
    return id;
  }

  @Test
  @Survives(
      fault = 20,
      done =
          "a table and a column made on the source after the subscription, a column's type and"
              + " nullability changed, a sequence left out",
      held = "the window is refused; each difference is named with what to do about it")
  void differencesOfTheCatalogsAreNamed() throws Exception {
    try (var pair = new ReplicatedPair(ORDERS, "CREATE SEQUENCE numbers")) {
      assertThat(pair.tables()).extracting(table -> table.full()).containsExactly("public.orders");

      execute(
          pair.here,
          "CREATE TABLE late (id int PRIMARY KEY)",
          "ALTER TABLE orders ADD extra int",
          "ALTER TABLE orders ALTER what TYPE varchar(90), ALTER what SET NOT NULL",
          "CREATE SEQUENCE more",
          "ALTER SEQUENCE numbers CYCLE");

      assertThatThrownBy(pair::tables)
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("table public.late is not on the target: create it there")
          .hasMessageContaining("column public.orders.extra is integer on the source and missing")
          .hasMessageContaining(
              "public.orders.what is character varying(90) not null on the source and text on")
          .hasMessageContaining("sequence public.more is as bigint increment 1")
          .hasMessageContaining("maxvalue 9223372036854775807 cycle on the source");

      execute(pair.there, "CREATE TABLE late (id int PRIMARY KEY)");
      assertThatThrownBy(pair::tables)
          .hasMessageContaining("table public.late is not replicated: refresh the subscription");
    }
  }

  private static void assertDiffers(ReplicatedPair pair, String words) {
    assertThatThrownBy(pair::compare).isInstanceOf(Rejected.class).hasMessageContaining(words);
  }

  private static void assertQuietDiffers(ReplicatedPair pair, String words) throws Exception {
    try (var source = asSuperuser(pair.publisher);
        var target = asSuperuser(pair.subscriber)) {
      var comparison = new QuietComparison(source, target, Duration.ofSeconds(5));
      var orders =
          pair.tables().stream().filter(t -> t.name().equals("orders")).findFirst().orElseThrow();
      assertThatThrownBy(() -> comparison.whole(orders)).hasMessageContaining(words);
      assertThatThrownBy(() -> comparison.last(orders)).hasMessageContaining("(2000) only on");
      assertThatThrownBy(() -> comparison.counted(orders)).hasMessageContaining("1001 on the new");
    }
  }
}
