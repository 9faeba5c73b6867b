package dev.kahuna.replica.subscription;

import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The end of the runbook's section "logical replication": the standby replays again and protects
 * the promoted replica against loss. The step is done when the standby is past the point where the
 * slot begins, which is on the promoted replica's timeline.
 */
public record ThawStandby(CopyEndpoints endpoints) {
  private static final Queries QUERIES = Queries.of(ThawStandby.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException {
    var frozenAt = migration.get(StandbyFrozen.class, Leg.TO_REPLICA).frozenAt();
    var slotBegins = migration.get(SlotCreated.class, Leg.TO_REPLICA).consistentPoint();
    try (var standby = endpoints.standby(migration)) {
      var now = FrozenStandby.of(standby);
      if (now.paused()) {
        QUERIES.run(standby, "resume-replay");
      }
      return now.at().isAtLeast(slotBegins)
          ? StepOutcome.done(new StandbyThawed(frozenAt))
          : StepOutcome.notYet("waiting until the standby follows the promoted replica", PAUSE);
    }
  }
}
