package dev.kahuna.replica.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.copy.CutPath;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows on their way between two real servers. */
class DataCopyTest {
  private static final long CHUNK_BYTES = 256 << 10;

  /** A type, and values of it. */
  private static final List<String> TYPES =
      List.of(
          "smallint: -32768 // 32767",
          "integer: -2147483648 // 2147483647",
          "bigint: -9223372036854775808 // 9223372036854775807",
          "numeric: 'NaN' // 'Infinity' // '-Infinity' // 0.00 // 1e-200 // -123456789012345678901234567890.5",
          "numeric(10,2): 'NaN' // -12345678.90",
          "real: 'NaN' // '-Infinity' // 1.1754944e-38 // 0.1 // '-0'",
          "double precision: 'NaN' // 'Infinity' // 5e-324 // 0.1 // 1.7976931348623157e308",
          "money: '-92233720368547758.08' // '0.01'",
          "text: '' // E'a\\tb\\nc\\\\' // '\\N' // 'Ünïcödé 🐋'",
          "varchar(5): '' // 'abcde'",
          "char(5): '' // 'ab'",
          "\"char\": 'x' // ''",
          "name: 'a name'",
          "bytea: '' // '\\x00ff'",
          "boolean: true // false",
          "date: 'infinity' // '-infinity' // '4713-01-01 BC' // '5874897-12-31'",
          "time: '00:00' // '24:00' // '23:59:59.999999'",
          "timetz: '00:00+15:59' // '24:00-15:59'",
          "timestamp: 'infinity' // '4713-01-01 BC' // '294276-12-31 23:59:59.999999'",
          "timestamptz: '-infinity' // '2000-02-29 12:00+14'",
          "interval: '178000000 years' // '-178000000 years' // '1 mon -1 day 00:00:00.000001' // '0'",
          "uuid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
          "bit(3): '101' // '000'",
          "varbit: '' // '1010101010101'",
          "inet: '::1/128' // '10.1.2.3/8'",
          "cidr: '10.0.0.0/8' // '2001:db8::/32'",
          "macaddr: '08:00:2b:01:02:03'",
          "macaddr8: '08:00:2b:01:02:03:04:05'",
          "json: '{\"a\":  1, \"a\": 2}' // 'null'",
          "jsonb: '{\"b\": [1, null, 1e-5]}' // '\"\"'",
          "jsonpath: '$.a[*] ? (@ > 1)'",
          "xml: '<a>b</a>' // 'text only'",
          "tsvector: '' // 'fat:1A,2B cat:3'",
          "tsquery: 'fat & !(cat | rat:*)'",
          "point: '(1,-0.5)' // '(NaN,Infinity)'",
          "line: '{1,2,3}'",
          "lseg: '[(0,0),(1,1)]'",
          "box: '(1,1),(0,0)'",
          "path: '[(0,0),(1,1)]' // '((0,0),(1,1))'",
          "polygon: '((0,0),(1,1),(2,0))'",
          "circle: '<(0,0),1>'",
          "int4range: 'empty' // '[1,5)' // '(,)'",
          "tstzrange: '[2000-01-01 00:00+00,)' // 'empty'",
          "numrange: '[NaN,NaN]' // '(1.1,2.2]'",
          "int8multirange: '{}' // '{[1,2),[5,)}'",
          "pg_lsn: '0/0' // 'FFFFFFFF/FFFFFFFF'",
          "pg_snapshot: '10:20:10,14,15'",
          "xid8: '18446744073709551615'",
          "xid: '4294967295'",
          "cid: '7'",
          "tid: '(4294967295,65535)'",
          "oid: 4294967295",
          "regclass: 'pg_class'",
          "regtype: 'shop.mood' // 'int4'",
          "regprocedure: 'sum(int4)'",
          "regconfig: 'english'",
          "aclitem: 'postgres=r/postgres'",
          "integer[]: '{}' // '{1,NULL,3}' // '[0:1]={5,6}' // '{{1,2},{3,4}}'",
          "text[]: '{\"\",NULL,\"NULL\",\"a,b\",\"\\\"\"}'",
          "interval[]: '{1 day,-1 mon}'",
          "shop.mood: 'sad' // 'quite happy'",
          "shop.mood[]: '{sad,NULL}'",
          "shop.positive: 1",
          "shop.positive[]: '{1,2}'",
          "shop.pair: '(1,)' // '(,\"a \"\"b\"\"\")'",
          "shop.pair[]: '{\"(1,x)\",NULL}'",
          "shop.moods: '[sad,\"quite happy\"]' // 'empty'",
          "hstore: '' // '\"a\"=>NULL, \"b\"=>\"\"'",
          "citext: 'AbC' // ''",
          "ltree: 'Top.Science'",
          "cube: '(1,2),(3,4)'");

  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @AfterEach
  void empty() {
    servers.schema("DROP SCHEMA IF EXISTS shop CASCADE");
    servers.target.execute("TRUNCATE kahuna.copied_chunks");
  }

  @Test
  void bigTablesGoInPartsSmallOnesTogetherAndEmptyOnesAreNotForgotten() throws Exception {
    orders(30_000);
    servers.schema(
        "CREATE TABLE shop.\"odd \"\"name\" (\"a b\" int, doubled int GENERATED ALWAYS AS (\"a b\" * 2) STORED)",
        "CREATE TABLE shop.nothing (id int)",
        "CREATE TABLE shop.by_year (id int, year int) PARTITION BY LIST (year)",
        "CREATE TABLE shop.by_year_1 PARTITION OF shop.by_year FOR VALUES IN (1)",
        "CREATE TABLE shop.parent (id int)",
        "CREATE TABLE shop.child (extra text) INHERITS (shop.parent)");
    servers.source.execute(
        "INSERT INTO shop.\"odd \"\"name\" SELECT generate_series(1, 10)",
        "INSERT INTO shop.by_year SELECT i, 1 FROM generate_series(1, 10) i",
        "INSERT INTO shop.parent VALUES (1), (2)",
        "INSERT INTO shop.child VALUES (3, 'x')");

    var total = servers.copy(CHUNK_BYTES, 3).run();

    assertThat(
            servers.differing(
                List.of("shop.orders", "shop.\"odd \"\"name\"", "shop.by_year", "shop.parent")))
        .isEmpty();
    assertThat(total.tables()).isEqualTo(6);
    assertThat(total.rows()).isEqualTo(30_000 + 10 + 10 + 2 + 1);
    assertThat(servers.journal().stream().filter(l -> l.table().equals("orders")).count())
        .isGreaterThan(10);
    assertThat(servers.journal()).anyMatch(line -> line.table().equals("nothing"));
  }

  /** Whatever is cut, and whenever: what has been written down stays, and nothing comes twice. */
  @Test
  void aCopyThatIsCutTenTimesGoesOnWithTheNextChunk() throws Exception {
    orders(100_000);
    var random = new Random(4);
    for (var cuts = 0; cuts < 10; cuts++) {
      var lots = new AtomicInteger(2 + random.nextInt(4));
      var end = random.nextBoolean() ? servers.source : servers.target;
      var copy = new DataCopy(new CutPath(servers, lots, end), 2, CHUNK_BYTES, progress -> {});
      assertThatThrownBy(copy::run).isInstanceOf(SQLException.class);
      assertThat(servers.journal()).hasSizeGreaterThan(cuts);
    }
    servers.copy(CHUNK_BYTES, 2).run();
    assertThat(servers.differing(List.of("shop.orders"))).isEmpty();
    var lines = servers.journal();
    assertThat(lines.stream().map(CopyJournal.Line::number).sorted())
        .containsExactlyElementsOf(IntStream.range(0, lines.getFirst().of()).boxed().toList());
  }

  @Test
  void everyTypeArrivesAsItWas() throws Exception {
    servers.schema(
        "CREATE SCHEMA shop",
        "CREATE EXTENSION IF NOT EXISTS hstore",
        "CREATE EXTENSION IF NOT EXISTS citext",
        "CREATE EXTENSION IF NOT EXISTS ltree",
        "CREATE EXTENSION IF NOT EXISTS cube",
        "CREATE TYPE shop.mood AS ENUM ('sad', 'quite happy')",
        "CREATE DOMAIN shop.positive AS int CHECK (VALUE > 0)",
        "CREATE TYPE shop.pair AS (a int, b text)",
        "CREATE TYPE shop.moods AS RANGE (subtype = shop.mood)");
    servers.schema(TYPES.stream().map(DataCopyTest::tableWith).toArray(String[]::new));
    servers.source.execute(TYPES.stream().map(DataCopyTest::rowsOf).toArray(String[]::new));

    servers.copy(CHUNK_BYTES, 2).run();

    assertThat(servers.differing(TYPES.stream().map(DataCopyTest::tableOf).toList())).isEmpty();
  }

  /** Words that are reserved from 16 on, and from 17 on. */
  @Test
  void columnsWhoseNamesTheTargetReservesAreCopied() throws Exception {
    servers.schema(
        "CREATE SCHEMA shop",
        "CREATE TYPE shop.\"json_scalar\" AS ENUM ('a')",
        "CREATE TABLE shop.\"system_user\" (\"system_user\" bigint PRIMARY KEY, \"json\" json,"
            + " \"merge_action\" shop.\"json_scalar\", note text)");
    servers.source.execute(
        "INSERT INTO shop.system_user SELECT i, '{\"a\": 1}', 'a', repeat(md5(i::text), 4)"
            + " FROM generate_series(1, 10000) i",
        "ANALYZE shop.system_user");
    servers.copy(CHUNK_BYTES, 2).run();
    assertThat(servers.differing(List.of("shop.\"system_user\""))).isEmpty();
    assertThat(servers.journal()).hasSizeGreaterThan(3);
  }

  private static String tableWith(String type) {
    return "CREATE TABLE %s (value %s, id int GENERATED ALWAYS AS IDENTITY)"
        .formatted(tableOf(type), type.substring(0, type.indexOf(": ")));
  }

  private static String rowsOf(String type) {
    return "INSERT INTO %s (value) VALUES (NULL), (%s)"
        .formatted(tableOf(type), String.join("), (", valuesOf(type)));
  }

  private static String[] valuesOf(String type) {
    return type.substring(type.indexOf(": ") + 2).split(" // ");
  }

  private static String tableOf(String type) {
    return "shop.type_" + TYPES.indexOf(type);
  }

  @Test
  void aTargetThatHoldsRowsOfSomebodyElsesIsLeftAlone() throws Exception {
    orders(10);
    servers.target.execute("INSERT INTO shop.orders (note) VALUES ('mine')");
    assertThatThrownBy(() -> servers.copy(CHUNK_BYTES, 2).run())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("\"shop\".\"orders\" already holds rows");
    assertThat(servers.target.query("SELECT count(*) FROM shop.orders")).isEqualTo("1");
    assertThat(servers.journal()).isEmpty();
  }

  @Test
  void aRowThatTheTargetRefusesIsNamedByTableAndConstraintButNotShown() throws Exception {
    orders(10);
    servers.target.execute("ALTER TABLE shop.orders ADD CHECK (id < 5)");
    assertThatThrownBy(() -> servers.copy(CHUNK_BYTES, 2).run())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("refuses rows of \"shop\".\"orders\"")
        .hasMessageContaining("check constraint \"orders_id_check\"")
        .hasMessageNotContaining("Failing row");
    assertThat(servers.journal()).isEmpty();
  }

  @Test
  void aValueThatTheTargetsTypeLacksIsNamedByItsColumn() throws Exception {
    servers.schema("CREATE SCHEMA shop");
    servers.source.execute("CREATE TYPE shop.mood AS ENUM ('sad', 'secret')");
    servers.target.execute("CREATE TYPE shop.mood AS ENUM ('sad')");
    servers.schema("CREATE TABLE shop.moods (mood shop.mood)");
    servers.source.execute("INSERT INTO shop.moods VALUES ('secret')");
    assertThatThrownBy(() -> servers.copy(CHUNK_BYTES, 2).run())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("\"shop\".\"moods\", column mood")
        .hasMessageNotContaining("secret");
    assertThat(servers.journal()).isEmpty();
  }

  @Test
  void aTableThatTheTargetLacksIsNamedBeforeAnythingIsCopied() throws Exception {
    orders(10);
    servers.source.execute("CREATE TABLE shop.late (id int)");
    assertThatThrownBy(() -> servers.copy(CHUNK_BYTES, 2).run())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("no table \"shop\".\"late\"");
    assertThat(servers.journal()).isEmpty();
  }

  @Test
  void anotherPlanThanThatOfTheJournalIsRefused() throws Exception {
    orders(30_000);
    servers.copy(CHUNK_BYTES, 2).run();
    assertThatThrownBy(() -> servers.copy(2 * CHUNK_BYTES, 2).run())
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("shop.orders");
    assertThat(servers.differing(List.of("shop.orders"))).isEmpty();
  }

  private static void orders(int rows) {
    servers.schema(
        "CREATE SCHEMA shop",
        "CREATE TABLE shop.orders (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, note text)");
    servers.source.execute(
        "INSERT INTO shop.orders (note) SELECT repeat(md5(i::text), 4) FROM generate_series(1, %d) i"
            .formatted(rows),
        "ANALYZE shop.orders");
  }
}
