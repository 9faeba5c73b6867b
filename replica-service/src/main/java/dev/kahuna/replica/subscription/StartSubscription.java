package dev.kahuna.replica.subscription;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;

/**
 * Automates the runbook's section "logical replication": the target follows the replica from the
 * slot made at the promotion, which holds every change since. If the subscription copied the rows
 * itself, it exists already.
 */
public record StartSubscription(CopyEndpoints endpoints, Secrets secrets) {
  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException {
    try (var replica = endpoints.replica(migration);
        var target = endpoints.target(migration)) {
      if (!TargetSubscription.isOn(target)) {
        new TargetSubscription(endpoints, secrets).create(migration, replica, target, false);
      }
      var slot = migration.get(SlotCreated.class, Leg.TO_REPLICA).slot();
      return StepOutcome.done(
          new SubscriptionStarted(
              migration.attempt(AttemptSeries.COPY), TargetSubscription.NAME, slot));
    }
  }
}
