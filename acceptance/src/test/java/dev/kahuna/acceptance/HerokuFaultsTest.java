package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.standin.heroku.HerokuFaults.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Heroku fails, or refuses a change, inside a window. */
@Tag("faults")
@Isolated("measures how long writes stand still")
@ExtendWith(CloudExtension.class)
class HerokuFaultsTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration WRITES_RESTORED = Duration.ofSeconds(5);

  @Test
  @Survives(
      fault = 12,
      done = "Heroku answers 429 to the first two reads of each window",
      held = "the reads are repeated within the budget; the migration completes")
  @Survives(
      fault = 13,
      done =
          "in each window the first change of maintenance, formation, attachment and config is"
              + " answered 500, 503 or too late; in one window it took effect, in the other not",
      held = "the state is read back before a change is repeated; no release too many")
  void firstChangesOfEachWindowFail(FaultyMigration migration) throws Exception {
    migration.request(
        "60s",
        now -> {
          if (hasJustStarted(now)) {
            changesFail(migration, now.has(CutoverStarted.class, Leg.TO_AURORA));
          }
        });
    Goal.reach(migration, m -> m.has(MigrationCompleted.class));
    Goal.checkGuarantees(migration);
  }

  private static void changesFail(FaultyMigration migration, boolean takesEffect) {
    var faults = migration.cloud().heroku().faults();
    faults.next(2, "GET", "/apps/.*", new Fault.Answer(429, false));
    faults.next(1, "PATCH", "/apps/[^/]+", new Fault.Answer(503, takesEffect));
    faults.next(1, "PATCH", "/apps/[^/]+/formation", new Fault.Answer(500, !takesEffect));
    faults.next(1, "DELETE", "/addon-attachments/.*", new Fault.Answer(500, takesEffect));
    var late = new Fault.Late(Duration.ofSeconds(5), takesEffect);
    faults.next(1, "PATCH", "/apps/[^/]+/config-vars", late);
  }

  @Test
  @Survives(
      fault = 15,
      done = "Heroku refuses the new config in the window to Aurora",
      held =
          "the pivot is not reached; writes are allowed within 5 s of the decision to undo; the"
              + " next attempt, once approved, completes")
  void refusedConfigUndoesTheWindow(FaultyMigration migration) throws Exception {
    migration.request(
        "60s",
        now -> {
          if (hasJustStarted(now)
              && now.has(CutoverStarted.class, Leg.TO_AURORA)
              && now.attempt(AttemptSeries.cutover(Leg.TO_AURORA)) == 1) {
            var faults = migration.cloud().heroku().faults();
            faults.next(1, "PATCH", "/apps/[^/]+/config-vars", new Fault.Answer(422, false));
          }
        });
    var undone = migration.await(LIMIT, m -> m.has(CutoverUndone.class));
    var writesStoodStill =
        Duration.between(at(undone, CutoverAborted.class), at(undone, WritesRestored.class));
    System.out.printf("undoMillis %d%n", writesStoodStill.toMillis());
    assertThat(writesStoodStill).isLessThan(WRITES_RESTORED);
    migration.say(new CutoverApproved(Leg.TO_AURORA, 2));
    migration.await(LIMIT, m -> m.has(MigrationCompleted.class));
    Goal.checkGuarantees(migration);
  }

  private static boolean hasJustStarted(Migration now) {
    return now.history().getLast().event() instanceof CutoverStarted;
  }

  private static Instant at(Migration migration, Class<? extends CutoverEvent> type) {
    return migration.history().stream()
        .filter(fact -> type.isInstance(fact.event()))
        .map(LoggedEvent::at)
        .findFirst()
        .orElseThrow();
  }
}
