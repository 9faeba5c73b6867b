package dev.kahuna.cutover.replication;

import static dev.kahuna.cutover.app.AppDatabase.asApp;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.app.AppDatabase;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random sequences, used at random and then moved: what the target gives is what the source would
 * have given next, to a new session, its refusal at a limit included. So it gives nothing again
 * that the source has given, but for what a sequence that cycles gives again by its definition.
 */
class SequencesPropertyTest {
  private static final int SEQUENCES = 300;
  private static final int DRAWS = 12;
  private static final String REFUSED = "2200H";

  private final long seed = Long.getLong("kahuna.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** A sequence and what makes it. */
  private record Made(String name, boolean cycles, String ddl) {}

  @Test
  @Survives(
      fault = 30,
      done =
          "300 random sequences, up and down, cycling, cached, at their limit, set ahead, of"
              + " serial and identity columns and shared by tables, were drawn from and moved",
      held = "the target gave what the source would have given next, and refused where it would")
  void theTargetGoesOnWhereTheSourceStood() throws Exception {
    System.out.println("kahuna.seed=" + seed);
    var made = new ArrayList<Made>();
    for (var i = 0; i < SEQUENCES; i++) {
      made.add(sequence(i));
    }
    try (var source = server(15);
        var target = server(17);
        var here = asApp(source, "cutover");
        var there = asApp(target, "cutover")) {
      for (var each : made) {
        execute(here, each.ddl());
        execute(there, each.ddl());
      }
      var given = use(source, here, made);

      assertThat(Sequences.advance(here, there)).isEqualTo(SEQUENCES);
      assertThat(Sequences.advance(here, there)).as("again").isEqualTo(SEQUENCES);

      try (var next = asApp(source, "cutover");
          var moved = asApp(target, "cutover")) {
        for (var i = 0; i < SEQUENCES; i++) {
          var each = made.get(i);
          var drawn = draw(moved, each.name(), DRAWS);
          assertThat(drawn).as("seed %d, %s", seed, each).isEqualTo(draw(next, each.name(), DRAWS));
          if (!each.cycles()) {
            assertThat(Collections.disjoint(drawn, given.get(i)))
                .as("seed %d, %s: %s after %s", seed, each, drawn, given.get(i))
                .isTrue();
          }
        }
      }
    }
  }

  private Made sequence(int number) {
    if (number == 0) {
      // The target reserves the word, and the source does not.
      return new Made("\"system_user\"", false, "CREATE SEQUENCE \"system_user\"");
    }
    var name = "s" + number;
    var kind = random.nextInt(8);
    if (kind == 0) {
      return new Made(
          "t%d_id_seq".formatted(number), false, "CREATE TABLE t%d (id serial)".formatted(number));
    }
    if (kind == 1) {
      return new Made(
          "t%d_id_seq".formatted(number),
          false,
          "CREATE TABLE t%d (id smallint GENERATED ALWAYS AS IDENTITY)".formatted(number));
    }
    var cycles = random.nextInt(4) == 0;
    var increment = (1 + random.nextInt(7)) * (random.nextBoolean() ? 1 : -1);
    var least = random.nextInt(200) - 100;
    var greatest = least + 10 + random.nextInt(120);
    var start = least + random.nextInt(greatest - least + 1);
    var ddl =
        "CREATE SEQUENCE %s AS %s INCREMENT %d MINVALUE %d MAXVALUE %d START %d CACHE %d %s"
            .formatted(
                name,
                List.of("smallint", "int", "bigint").get(random.nextInt(3)),
                increment,
                least,
                greatest,
                start,
                random.nextBoolean() ? 1 : 2 + random.nextInt(9),
                cycles ? "CYCLE" : "NO CYCLE");
    var shared =
        "; CREATE TABLE a%1$d (id int DEFAULT nextval('%2$s'));"
            + " CREATE TABLE b%1$d (id int DEFAULT nextval('%2$s'))";
    return new Made(name, cycles, kind == 2 ? ddl + shared.formatted(number, name) : ddl);
  }

  /** Draws from two sessions, each of which keeps values of its own where a sequence is cached. */
  private List<HashSet<String>> use(TestPostgres source, Connection first, List<Made> made)
      throws SQLException {
    var given = new ArrayList<HashSet<String>>();
    try (var second = asApp(source, "cutover")) {
      for (var each : made) {
        var values = new HashSet<String>();
        for (var round = random.nextInt(4); round > 0; round--) {
          values.addAll(draw(first, each.name(), random.nextInt(20)));
          values.addAll(draw(second, each.name(), random.nextInt(5)));
        }
        if (random.nextInt(10) == 0) {
          execute(
              first,
              "SELECT setval(seqrelid, CASE WHEN seqincrement > 0 THEN seqmax ELSE seqmin END, %s)"
                      .formatted(!values.isEmpty() || random.nextBoolean())
                  + " FROM pg_sequence WHERE seqrelid = '%s'::regclass".formatted(each.name()));
        }
        values.remove(REFUSED);
        given.add(values);
      }
    }
    return given;
  }

  /** Values in the order in which they came; a refusal by its code. */
  private static List<String> draw(Connection connection, String name, int times)
      throws SQLException {
    var values = new ArrayList<String>();
    for (var i = 0; i < times; i++) {
      try {
        values.add(AppDatabase.ask(connection, "SELECT nextval('%s')".formatted(name)));
      } catch (SQLException e) {
        values.add(e.getSQLState());
      }
    }
    return values;
  }
}
