package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator cancels a migration while writes are blocked. */
@Tag("faults")
@Isolated("measures how long writes stand still")
@ExtendWith(CloudExtension.class)
class CancelledTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration WRITES_AGAIN = Duration.ofSeconds(5);

  @Test
  @Survives(
      fault = 32,
      done = "cancelled once Heroku's database was fenced",
      held = "writes allowed again within 5 s of the decision; the app as it was")
  void inTheWindowToTheReplica(FaultyMigration migration) throws Exception {
    cancelledAt(migration, SourceFenced.class, Leg.TO_REPLICA);
  }

  /** No command records it there: the operator is told to use copy-again, settle or rollback. */
  @Test
  @Survives(
      fault = 32,
      done =
          "a cancellation recorded behind the first pivot, once Aurora's sequences were advanced",
      held = "it is void: the window goes on, and the migration completes")
  void behindTheFirstPivotItIsVoid(FaultyMigration migration) throws Exception {
    request(migration, SequencesAdvanced.class, Leg.TO_AURORA);
    Goal.reach(migration, m -> m.has(MigrationCompleted.class));
    Goal.checkGuarantees(migration);
    assertThat(migration.log())
        .extracting(LoggedEvent::event)
        .hasAtLeastOneElementOfType(MigrationCancelled.class);
  }

  private static void cancelledAt(
      FaultyMigration migration, Class<? extends CutoverEvent> type, Leg leg) throws Exception {
    request(migration, type, leg);
    migration.await(LIMIT, m -> m.has(CutoverUndone.class));
    Goal.checkGuarantees(migration);
    var log = migration.log();
    var undo = Duration.between(at(log, CutoverAborted.class), at(log, WritesRestored.class));
    System.out.printf("undoMillis %s %d%n", leg, undo.toMillis());
    assertThat(undo).isLessThan(WRITES_AGAIN);
  }

  /** Cancels at that fact. */
  private static void request(
      FaultyMigration migration, Class<? extends CutoverEvent> type, Leg leg) {
    migration.request(
        "120s",
        now -> {
          var newest = now.history().getLast().event();
          if (type.isInstance(newest) && newest.about().equals(leg.name())) {
            migration.say(new MigrationCancelled("practice"));
          }
        });
  }

  private static Instant at(List<LoggedEvent> log, Class<? extends MigrationEvent> type) {
    return log.stream()
        .filter(fact -> type.isInstance(fact.event()))
        .map(LoggedEvent::at)
        .findFirst()
        .orElseThrow();
  }
}
