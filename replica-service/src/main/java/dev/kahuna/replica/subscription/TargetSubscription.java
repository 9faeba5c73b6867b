package dev.kahuna.replica.subscription;

import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.SessionSetting;
import dev.kahuna.replica.schema.SchemaDrift;
import dev.kahuna.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;

/** The target's subscription to the replica, from the slot made at the promotion. */
record TargetSubscription(CopyEndpoints endpoints, Secrets secrets) {
  static final String NAME = ReplicationNames.SUBSCRIPTION;

  private static final Queries QUERIES = Queries.of(TargetSubscription.class);
  private static final String ROLE = ReplicationNames.REPLICATION_ROLE;

  static boolean isOn(Connection target) throws SQLException {
    return QUERIES.one(target, "subscriptions", row -> row.getInt(1), NAME) > 0;
  }

  /**
   * Starts the subscription.
   *
   * @param copyData whether it also copies the existing rows
   * @throws dev.kahuna.step.Rejected if tables differ between the two
   */
  void create(Migration migration, Connection replica, Connection target, boolean copyData)
      throws SQLException {
    var slot = migration.get(SlotCreated.class, Leg.TO_REPLICA);
    SchemaDrift.check(replica, target);
    QUERIES.run(replica, "let-replication-connect");
    SessionSetting.set(target, "kahuna.connection", connection(migration));
    SessionSetting.set(target, "kahuna.publication", slot.publication());
    SessionSetting.set(target, "kahuna.slot", slot.slot());
    SessionSetting.set(target, "kahuna.copy_data", String.valueOf(copyData));
    QUERIES.run(target, "create-subscription");
  }

  /** A libpq connection string; generated passwords need no quoting, names of databases may. */
  private String connection(Migration migration) {
    var password =
        secrets.read(SecretNames.reference(migration.id(), SecretNames.REPLICATION_PASSWORD));
    return "host=%s port=%d dbname=%s user=%s password=%s sslmode=require connect_timeout=10"
        .formatted(
            migration.get(HostLaunched.class, HostRole.REPLICA).address(),
            migration.get(ReplicaStarted.class).port(),
            quoted(endpoints.app(migration).name()),
            ROLE,
            quoted(password));
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
