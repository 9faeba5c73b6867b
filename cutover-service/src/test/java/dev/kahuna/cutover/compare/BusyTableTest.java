package dev.kahuna.cutover.compare;

import static dev.kahuna.cutover.app.AppDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.cutover.ReplicatedPair;
import dev.kahuna.event.Unjudged;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A difference in tables that are written all the time, on two real servers. */
class BusyTableTest {
  private static final String PAGES = "SELECT 'page ' || i FROM generate_series(1, 3000) i";
  private static final String NEW_PAGES =
      "INSERT INTO %s (page) SELECT 'new' || random() FROM generate_series(1, 12000)";
  private static ReplicatedPair pair;

  @BeforeAll
  static void connect() throws Exception {
    pair =
        new ReplicatedPair(
            "CREATE TABLE hits (page text)",
            "CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, page text)",
            "CREATE TABLE counters (id bigint PRIMARY KEY, n bigint)");
  }

  @AfterAll
  static void disconnect() throws Exception {
    pair.close();
  }

  @BeforeEach
  void fill() throws Exception {
    execute(
        pair.here,
        "INSERT INTO hits " + PAGES,
        "INSERT INTO visits (page) " + PAGES,
        "INSERT INTO counters SELECT i, 0 FROM generate_series(1, 300) i");
    pair.settle();
  }

  @AfterEach
  void empty() throws Exception {
    execute(pair.here, "TRUNCATE hits, visits, counters");
    pair.settle();
    execute(pair.there, "TRUNCATE hits, visits, counters");
  }

  @Survives(
      fault = 57,
      done = "12,000 rows are written at each look at a table with a key and at one without",
      held = "a row that only the source has is found among them")
  @Test
  void aDifferenceBehindThousandsOfNewRowsIsFound() throws Exception {
    assertFound("visits", "ROW(id)::text");
    assertFound("hits", "md5(ROW(page)::text)");
  }

  /** The row that is read last is deleted on the target. */
  private static void assertFound(String table, String key) throws Exception {
    execute(
        pair.there,
        "DELETE FROM %1$s WHERE md5(%2$s) = (SELECT max(md5(%2$s) COLLATE \"C\") FROM %1$s)"
            .formatted(table, key));
    assertThatThrownBy(() -> pair.compare(20_000, NEW_PAGES.formatted(table)))
        .as(table)
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("table public." + table)
        .hasMessageContaining("missing on the target");
    execute(pair.there, "TRUNCATE " + table);
    execute(pair.here, "TRUNCATE " + table);
    pair.settle();
  }

  @Survives(
      fault = 57,
      done = "a row that is missing on the target changes at each look, and so does another",
      held = "the comparison says that there is no verdict on the one, and judges the rest")
  @Test
  void rowsThatNeverComeToRestAreNamed() throws Exception {
    execute(pair.there, "DELETE FROM counters WHERE id = 5");
    var result = pair.compare(100, "UPDATE counters SET n = n + 1 WHERE id IN (5, 250)");
    assertThat(result.unjudged()).extracting(Unjudged::table).containsExactly("public.counters");
    assertThat(result.unjudged().getFirst().toString())
        .isEqualTo("public.counters, 1 row: (5) changed each time it was read");

    execute(pair.there, "DELETE FROM counters WHERE id = 251");
    assertThatThrownBy(
            () -> pair.compare(100, "UPDATE counters SET n = n + 1 WHERE id IN (5, 250)"))
        .hasMessageContaining("(251) missing on the target");
    assertThatThrownBy(() -> pair.compare(100)).hasMessageContaining("(5) missing on the target");
  }

  @Test
  void rowsOfATableWithoutKeyThatNeverComeToRestAreCounted() throws Exception {
    execute(pair.there, "DELETE FROM hits WHERE page = 'page 7'");
    var result =
        pair.compare(
            100, "INSERT INTO hits VALUES ('page 7'), ('page 8')", "INSERT INTO hits " + PAGES);
    assertThat(result.unjudged()).extracting(Unjudged::table).containsExactly("public.hits");
    assertThat(result.unjudged().getFirst().rows()).isEqualTo(1);

    execute(pair.there, "INSERT INTO hits VALUES ('page 7')");
    assertThat(pair.compare(100, "INSERT INTO visits (page) VALUES ('x')").unjudged()).isEmpty();
  }

  @Test
  void aTableOfManyPagesIsReadInPiecesAndInGroups() throws Exception {
    execute(
        pair.here, "INSERT INTO hits SELECT repeat('x', 500) || i FROM generate_series(1, 9000) i");
    pair.settle();
    var result = pair.compare(100);
    assertThat(result.chunks()).isGreaterThan(100);
    assertThat(result.rows()).isEqualTo(3000 + 9000 + 3000 + 300);
    execute(pair.there, "UPDATE hits SET page = 'y' WHERE page = 'page 77'");
    assertThatThrownBy(() -> pair.compare(100))
        .hasMessageContaining("public.hits, the whole table");
  }

  @Test
  void anUnloggedTableWithRowsIsNamed() throws Exception {
    execute(pair.here, "CREATE UNLOGGED TABLE cache (v int)");
    assertThat(UnloggedTables.withRows(pair.here)).isEmpty();
    execute(pair.here, "INSERT INTO cache VALUES (1)");
    assertThat(UnloggedTables.withRows(pair.here))
        .isEqualTo(
            List.of(
                new Unjudged(
                    "public.cache", 0, "the table is unlogged, so its rows are not replicated")));
    execute(pair.here, "DROP TABLE cache");
  }
}
