package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.Migration;
import java.time.Duration;
import java.util.function.Predicate;

/** The state that a migration must reach. */
final class Goal {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private Goal() {}

  /** Waits until the migration is there. Fails as soon as it can no longer get there. */
  static Migration reach(FaultyMigration migration, Predicate<Migration> goal) throws Exception {
    var end = migration.await(LIMIT, m -> goal.test(m) || isStuck(m));
    assertThat(goal.test(end)).as("%s, after %s", end, end.history().getLast()).isTrue();
    return end;
  }

  private static boolean isStuck(Migration migration) {
    return migration.has(CutoverUndone.class) || migration.has(StepFailed.class);
  }

  /** Asserts all that must hold, whatever went wrong. */
  static void checkGuarantees(FaultyMigration migration) throws Exception {
    for (var guarantee : Guarantee.ALL) {
      guarantee.check(migration);
    }
  }
}
