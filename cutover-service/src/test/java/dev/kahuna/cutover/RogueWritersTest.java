package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.RogueWriter.Kind;
import dev.kahuna.cutover.RogueWriter.Plan;
import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many cutovers to the replica, unattended, and sessions that ignore the fence in every tenth. */
@Tag("faults")
class RogueWritersTest {
  private static final int CUTOVERS = Integer.getInteger("kahuna.cutovers", 20);
  private static final int EVERY = 10;
  private static final int WRITES_PER_SECOND = 20;
  private static final int LONGEST_WAIT_MILLIS = 3000;
  private static final Duration PROMOTION_WITHIN = Duration.ofSeconds(5);
  private static final Leg LEG = Leg.TO_REPLICA;

  @TempDir Path directory;
  private final long seed = Long.getLong("kahuna.seed", System.nanoTime());
  private int completed;
  private int undone;
  private int acknowledged;
  private int said;
  private long appWrites;

  @Survives(
      fault = 35,
      done =
          "in every tenth cutover, sessions pass the fence at random moments; they insert a row, run"
              + " TRUNCATE, DDL or nextval, or idle in a transaction",
      held =
          "every acknowledged write is where the app is, or an alarm says that somebody wrote to the"
              + " old database")
  @Test
  void nothingAcknowledgedIsLostUnsaid() throws Exception {
    System.out.println("kahuna.seed=" + seed);
    var random = new Random(seed);
    for (int number = 1; number <= CUTOVERS; number++) {
      var rogues = number % EVERY == 0 ? plans(random) : List.<Plan>of();
      cutover(Files.createDirectory(directory.resolve("c" + number)), rogues);
    }
    System.out.printf(
        "%d cutovers: %d completed, %d undone; %d acknowledged writes of the app; of rogues %d acknowledged, %d of them after the pivot and reported%n",
        CUTOVERS, completed, undone, appWrites, acknowledged, said);
    assertThat(completed).isPositive();
    assertThat(completed + undone).isEqualTo(CUTOVERS);
  }

  private static List<Plan> plans(Random random) {
    return Stream.of(Kind.values())
        .filter(kind -> random.nextInt(3) > 0)
        .map(kind -> new Plan(kind, pause(random), pause(random)))
        .toList();
  }

  private static Duration pause(Random random) {
    return Duration.ofMillis(random.nextInt(LONGEST_WAIT_MILLIS));
  }

  private void cutover(Path home, List<Plan> plans) throws Exception {
    var load = new CutoverUnderLoad(home, WRITES_PER_SECOND);
    try {
      prepare(load.cloud.source);
      load.saga.runUntil(m -> m.has(SourceFenced.class, LEG));
      var rogues = plans.stream().map(plan -> RogueWriter.start(load.cloud.source, plan)).toList();
      load.saga.runUntil(
          m -> m.has(CutoverCompleted.class, LEG) || m.has(WritesRestored.class, LEG));
      var isCompleted = load.saga.migration().has(CutoverCompleted.class, LEG);
      if (isCompleted) {
        completed++;
      } else {
        load.cloud.clock.forward(PROMOTION_WITHIN);
        load.saga.runUntil(m -> m.has(CutoverUndone.class));
        undone++;
      }
      load.assertTheAppRunsOn(isCompleted ? load.cloud.replica : load.cloud.source);
      appWrites += load.writer.acknowledged().size();
      check(load.cloud, rogues, isCompleted);
    } finally {
      load.writer.close();
      load.cloud.close();
    }
  }

  private static void prepare(TestPostgres heroku) throws SQLException {
    try (var owner = CutoverUnderLoad.asTheApp(heroku, "p:w");
        var statement = owner.createStatement()) {
      for (var sql : RogueWriter.OBJECTS) {
        statement.execute(sql);
      }
    }
  }

  private void check(CutoverTestbed cloud, List<RogueWriter> rogues, boolean isCompleted)
      throws SQLException {
    var missing = new ArrayList<Kind>();
    try (var app = open(isCompleted ? cloud.replica : cloud.source)) {
      for (var rogue : rogues) {
        var kind = rogue.acknowledged();
        acknowledged += kind.isPresent() ? 1 : 0;
        if (kind.isPresent() && !RogueWriter.isOn(app, kind.get())) {
          missing.add(kind.get());
        }
      }
    }
    if (!missing.isEmpty()) {
      try (var heroku = open(cloud.source)) {
        var left = cloud.saga.migration().get(ReplicaDrained.class, LEG).mark();
        assertThat(SourceMarks.read(heroku).showsWritesSince(left))
            .as("lost and unsaid, %s of %s: %s", missing, rogues, cloud.saga.told())
            .isTrue();
        said += missing.size();
      }
    }
  }

  private static Connection open(TestPostgres server) throws SQLException {
    return Databases.open(
        server.endpoint().withDatabase("app"),
        server.credentials(),
        server.trust(),
        PostgresOptions.of("test"));
  }
}
