package dev.kahuna.replica.copy;

import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.secret.SecretRef;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Automates the runbook's section "logical replication": the target follows the replica from the
 * slot made at the promotion, which holds every change since.
 */
public record StartSubscription(CopyEnds ends, Secrets secrets) {
  private static final Queries QUERIES = Queries.of(StartSubscription.class);
  private static final String NAME = "kahuna";
  private static final String ROLE = "kahuna_replication";

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException {
    var slot = migration.get(SlotCreated.class, Leg.TO_REPLICA);
    try (var replica = ends.replica(migration);
        var target = ends.target(migration)) {
      if (QUERIES.one(target, "subscriptions", row -> row.getInt(1), NAME) == 0) {
        SchemaDrift.check(replica, target);
        QUERIES.run(replica, "let-replication-connect");
        set(target, "kahuna.connection", connection(migration));
        set(target, "kahuna.publication", slot.publication());
        set(target, "kahuna.slot", slot.slot());
        QUERIES.run(target, "create-subscription");
      }
      return StepOutcome.done(new SubscriptionStarted(NAME, slot.slot()));
    }
  }

  /** A libpq connection string; generated passwords need no quoting, names of databases may. */
  private String connection(Migration migration) {
    var password =
        secrets.read(SecretRef.aws("kahuna/" + migration.id() + "/replication-password"));
    return "host=%s port=%d dbname=%s user=%s password=%s sslmode=require connect_timeout=10"
        .formatted(
            migration.get(HostLaunched.class, HostRole.REPLICA).address(),
            migration.get(ReplicaStarted.class).port(),
            quoted(ends.app(migration).name()),
            ROLE,
            quoted(password));
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static void set(Connection target, String name, String value) throws SQLException {
    QUERIES.one(target, "set", row -> row.getString(1), name, value);
  }
}
