package dev.kahuna.replica.subscription;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.replica.schema.SchemaDump;
import dev.kahuna.replica.schema.SchemaRestore;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The runbook's section "data" where there is no standby: the target's subscription copies the rows
 * from the promoted replica itself, a table at a time for each of its workers, and follows at once.
 * The keys by which replicated changes find their rows must exist before. PostgreSQL restarts a
 * table's copy that broke, so this step only watches.
 */
public record SubscriptionCopy(
    CopyEndpoints endpoints,
    SshHosts hosts,
    int connections,
    Secrets secrets,
    CopyProgressReport report) {
  /** The name of the step. */
  public static final String NAME = "copy-by-subscription";

  private static final Queries QUERIES = Queries.of(SubscriptionCopy.class);
  private static final long PAUSE_MILLIS = 1000;

  private record State(boolean enabled, long failures) {
    String trouble() {
      return failures == 0
          ? ""
          : "; %d attempts to copy a table have failed; see the target's log".formatted(failures);
    }
  }

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws Exception {
    begin(migration);
    var progress = new SubscriptionProgress(published(migration));
    try (var target = endpoints.target(migration)) {
      while (true) {
        var state = state(target);
        progress.update(subscribed(target));
        report.say(
            migration.id(), progress.sample(report.now(), NAME), progress.now(), state.trouble());
        if (progress.isReady()) {
          end(migration);
          return StepOutcome.done(
              new DataCopied(
                  migration.attempt(AttemptSeries.COPY),
                  progress.tables(),
                  progress.rows(),
                  progress.bytesOnTarget()));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } finally {
      report.end(migration.id());
    }
  }

  private void begin(Migration migration) throws Exception {
    try (var replica = endpoints.replica(migration);
        var target = endpoints.target(migration)) {
      if (!TargetSubscription.isOn(target)) {
        new SchemaRestore(() -> endpoints.targetAsOwner(migration), connections, progress -> {})
            .rowIdentity(new SchemaDump(endpoints, hosts).section(migration, "post-data"));
        QUERIES.run(replica, "let-replication-read");
        new TargetSubscription(endpoints, secrets).create(migration, replica, target, true);
      }
    }
  }

  private void end(Migration migration) throws SQLException {
    try (var replica = endpoints.replica(migration)) {
      QUERIES.run(replica, "end-replication-read");
    }
  }

  private List<SubscriptionProgress.Published> published(Migration migration) throws SQLException {
    var publication = migration.get(SlotCreated.class, Leg.TO_REPLICA).publication();
    try (var replica = endpoints.replica(migration)) {
      return QUERIES.list(
          replica,
          "published-tables",
          row ->
              new SubscriptionProgress.Published(
                  row.getString("name"), row.getLong("bytes"), row.getLong("rows")),
          publication);
    }
  }

  private static List<SubscriptionProgress.Subscribed> subscribed(Connection target)
      throws SQLException {
    return QUERIES.list(
        target,
        "subscribed-tables",
        row ->
            new SubscriptionProgress.Subscribed(
                row.getString("name"),
                row.getString("state"),
                row.getLong("passed"),
                row.getLong("rows"),
                row.getLong("bytes")),
        TargetSubscription.NAME);
  }

  private static State state(Connection target) throws SQLException {
    var state =
        QUERIES.list(
            target,
            "subscription-state",
            row -> new State(row.getBoolean("enabled"), row.getLong("failures")),
            TargetSubscription.NAME);
    if (state.isEmpty() || !state.getFirst().enabled()) {
      throw new Rejected(
          "Somebody has %s the subscription %s on the target while it copied: %s"
              .formatted(
                  state.isEmpty() ? "dropped" : "disabled",
                  TargetSubscription.NAME,
                  state.isEmpty()
                      ? "run 'kahuna copy-again'."
                      : "enable it with ALTER SUBSCRIPTION, and retry."));
    }
    return state.getFirst();
  }
}
