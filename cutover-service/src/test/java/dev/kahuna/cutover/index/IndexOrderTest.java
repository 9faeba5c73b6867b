package dev.kahuna.cutover.index;

import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.cutover.index.IndexOrder.Verdict;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.failure.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes in the order of another host's libraries are found, rebuilt and reported. */
class IndexOrderTest {
  private static final String ICU = "(SELECT oid FROM pg_collation WHERE collname = 'en-x-icu')";

  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void whatIsMisorderedIsFoundAndMended(int major) throws Exception {
    try (var postgres = server(major);
        var database = asSuperuser(postgres)) {
      load(database);
      assertThat(verdicts(database)).doesNotContainKey("public.people_email");
      pretendIcu(database, "people_email");
      pretendIcu(database, "people_city_name");
      assertThat(verdicts(database))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "public.people_email", Verdict.MISORDERED,
                  "public.people_city_name", Verdict.MISORDERED,
                  "public.people_lower", Verdict.SOUND,
                  "public.people_mixed", Verdict.SOUND,
                  "public.people_pattern", Verdict.UNPROVEN,
                  "public.\"People Twice\"", Verdict.SOUND));

      var repair = new IndexRepair(database);
      assertThat(repair.isProven("public.people_email")).isFalse();
      repair.rebuild(index(database, "people_email"));
      repair.rebuild(index(database, "people_city_name"));
      assertThat(repair.isProven("public.people_email")).isTrue();
      assertThat(verdicts(database).values()).doesNotContain(Verdict.MISORDERED);
      assertThat(repair.isProven("public.people_pattern")).isTrue();
    }
  }

  /** Whatever hides rows from the owner must not pass as order. */
  @Test
  void whatTheOwnerMayNotSeeIsNotProven() throws Exception {
    try (var postgres = server(15);
        var database = asSuperuser(postgres)) {
      load(database);
      pretendIcu(database, "people_email");
      execute(
          database,
          "ALTER TABLE people OWNER TO app",
          "ALTER TABLE people ENABLE ROW LEVEL SECURITY",
          "ALTER TABLE people FORCE ROW LEVEL SECURITY");
      assertThat(verdicts(database)).containsEntry("public.people_email", Verdict.UNPROVEN);
    }
  }

  @Test
  void rowsThatAUniqueIndexLetInTwiceAreTold() throws Exception {
    try (var postgres = server(15);
        var database = asSuperuser(postgres)) {
      load(database);
      pretendIcu(database, "people_email");
      execute(
          database,
          "SET enable_indexscan = off",
          "UPDATE pg_index SET indisunique = false WHERE indexrelid = 'people_email'::regclass",
          "INSERT INTO people (email) SELECT email FROM people WHERE id = 7",
          "UPDATE pg_index SET indisunique = true WHERE indexrelid = 'people_email'::regclass");
      assertThatThrownBy(() -> new IndexRepair(database).rebuild(index(database, "people_email")))
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("rows with the same key")
          .hasMessageNotContaining("Key (");
    }
  }

  /** Nothing shows the order of these; they are rebuilt if their collation sorts differently. */
  @ParameterizedTest
  @CsvSource({"brin, people_ranges", "gist, people_tree", "gin, people_words"})
  void whatIsNoBtreeIsMendedByItsCollationAlone(String method, String name) throws Exception {
    try (var postgres = server(15);
        var database = asSuperuser(postgres)) {
      load(database);
      execute(
          database,
          "CREATE EXTENSION btree_gist",
          "CREATE EXTENSION btree_gin",
          "CREATE TABLE words AS SELECT email FROM people ORDER BY email COLLATE \"C\"",
          "CREATE INDEX %s ON words USING %s (email COLLATE \"C\") %s"
              .formatted(name, method, method.equals("brin") ? "WITH (pages_per_range = 1)" : ""),
          "CREATE INDEX by_hash ON people USING hash (email COLLATE \"en-x-icu\")",
          "SET enable_seqscan = off");
      pretendIcu(database, name);
      var index = index(database, name);
      assertThat(index.isBtree()).isFalse();
      var all = TextIndex.all(database);
      assertThat(IndexesInWindow.of(all, checked(all)).toRebuild()).isEmpty();
      assertThat(IndexesInWindow.of(all, checked(all, "pg_catalog.\"en-x-icu\"")).toRebuild())
          .contains(index);
      assertThat(TextIndex.all(database))
          .extracting(TextIndex::plainName)
          .doesNotContain("by_hash");

      assertThat(found(database)).isLessThan(3000);
      new IndexRepair(database).rebuild(index);
      assertThat(found(database)).isEqualTo(3000);
    }
  }

  /** How many of the 3000 rows the index finds, each by a query of its own. */
  private static int found(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM people AS wanted, LATERAL (SELECT FROM words"
                    + " WHERE words.email = wanted.email COLLATE \"en-x-icu\" LIMIT 1) AS found")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static ReplicaChecked checked(List<TextIndex> all, String... differing) {
    var files = all.stream().map(TextIndex::file).toList();
    return new ReplicaChecked(
        "shop", "shop", 1, 1, all.size(), files, List.of(), List.of(), List.of(differing));
  }

  private static TextIndex index(Connection database, String name) throws SQLException {
    return TextIndex.all(database).stream()
        .filter(index -> index.plainName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void collationsAreToldApartByWhatTheyDo() throws Exception {
    try (var postgres = server(15);
        var here = asSuperuser(postgres);
        var there = asSuperuser(postgres)) {
      var same = Set.of("pg_catalog.\"en-x-icu\"", "pg_catalog.\"default\"");
      assertThat(CollationProbe.differing(here, there, same)).isEmpty();
      execute(here, "CREATE COLLATION moves (provider = icu, locale = 'en')");
      assertThat(fingerprintDiffers(here, there)).isTrue();
    }
  }

  /** The same name, created again between two reads: what another version of a library does. */
  private static boolean fingerprintDiffers(Connection here, Connection there) throws SQLException {
    execute(
        there,
        "CREATE SCHEMA elsewhere",
        "CREATE COLLATION elsewhere.moves (provider = icu, locale = 'en-u-kf-upper')");
    execute(here, "SET search_path = public");
    execute(there, "SET search_path = elsewhere, public");
    return CollationProbe.differing(here, there, List.of("moves")).equals(List.of("moves"));
  }

  @Test
  void aLibraryThatIsNotThereIsNamedByItsExtension() throws Exception {
    try (var postgres = server(15);
        var database = asSuperuser(postgres)) {
      execute(database, "CREATE EXTENSION pg_trgm");
      assertThat(Libraries.missing(database)).isEmpty();
      execute(
          database, "UPDATE pg_proc SET probin = '$libdir/gone' WHERE probin = '$libdir/pg_trgm'");
      assertThat(Libraries.missing(database)).containsExactly("pg_trgm");
    }
  }

  private static void load(Connection database) throws SQLException {
    execute(
        database,
        "CREATE TABLE people (id serial PRIMARY KEY, email text, name text, city varchar(20), age"
            + " int)",
        "INSERT INTO people (email, name, city, age) SELECT CASE i % 3 WHEN 0 THEN"
            + " upper(md5(i::text)) ELSE md5(i::text) END || '@' || i, chr(65 + i % 26 + 32 * (i %"
            + " 2)) || md5(i::text), CASE i % 5 WHEN 0 THEN NULL ELSE chr(65 + i % 26 + 32 * (i /"
            + " 90 % 2)) END, i % 90 FROM generate_series(1, 3000) i",
        "CREATE UNIQUE INDEX people_email ON people (email COLLATE \"C\")",
        "CREATE INDEX people_city_name ON people (age, city COLLATE \"C\" DESC) WHERE age > 3",
        "CREATE INDEX people_lower ON people (lower(email) COLLATE \"en-x-icu\")",
        "CREATE INDEX people_mixed ON people (city COLLATE \"en-x-icu\" DESC, age, name COLLATE"
            + " \"en-x-icu\" NULLS FIRST)",
        "CREATE INDEX people_pattern ON people (name text_pattern_ops, city COLLATE \"en-x-icu\")",
        "CREATE INDEX \"People Twice\" ON people (name COLLATE \"en-x-icu\" DESC)",
        "ANALYZE people");
  }

  /** Makes an index that is sorted by bytes claim to be sorted by ICU. */
  private static void pretendIcu(Connection database, String index) throws SQLException {
    execute(
        database,
        "UPDATE pg_index SET indcollation = replace(indcollation::text, (SELECT oid::text FROM"
            + " pg_collation WHERE collname = 'C'), %s::text)::oidvector WHERE indexrelid = '%s'::regclass"
                .formatted(ICU, index),
        "UPDATE pg_attribute SET attcollation = %s WHERE attrelid = '%s'::regclass AND attcollation <> 0"
            .formatted(ICU, index));
  }

  private static Map<String, Verdict> verdicts(Connection database) throws SQLException {
    var verdicts = new TreeMap<String, Verdict>();
    var order = new IndexOrder(database);
    for (var index : TextIndex.all(database)) {
      verdicts.put(index.name(), order.of(index));
    }
    execute(database, "RESET ALL");
    return verdicts;
  }
}
