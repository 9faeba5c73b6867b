package dev.kahuna.replica.subscription;

import dev.kahuna.database.PlainNames;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.replica.rows.ExtensionRows;
import dev.kahuna.replica.schema.SchemaDump;
import dev.kahuna.replica.schema.SchemaRestore;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.DueSteps;
import dev.kahuna.step.StepMemory;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runbook's section "data" where there is no standby: the target's subscription copies the rows
 * from the promoted replica itself, a table at a time for each of its workers, and follows at once.
 * The keys by which replicated changes find their rows must exist before. PostgreSQL restarts a
 * table's copy that broke, so this step only looks.
 */
public final class SubscriptionCopy implements StepMemory {
  /** The name of the step. */
  public static final String NAME = "copy-by-subscription";

  private static final Queries QUERIES = Queries.of(SubscriptionCopy.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CopyEndpoints endpoints;
  private final SshHosts hosts;
  private final int connections;
  private final Secrets secrets;
  private final CopyProgressReport report;

  /** The copies under way, by migration. A restarted service begins to measure again. */
  private final Map<String, UnderWay> copies = new ConcurrentHashMap<>();

  public SubscriptionCopy(
      CopyEndpoints endpoints,
      SshHosts hosts,
      int connections,
      Secrets secrets,
      CopyProgressReport report) {
    this.endpoints = endpoints;
    this.hosts = hosts;
    this.connections = connections;
    this.secrets = secrets;
    this.report = report;
  }

  /** A copy of which this process knows that the subscription has begun it. */
  private record UnderWay(int attempt, SubscriptionProgress progress) {}

  private record State(boolean enabled, long failures) {
    String trouble() {
      return failures == 0
          ? ""
          : "; %d attempts to copy a table have failed; see the target's log".formatted(failures);
    }
  }

  /** The work of the step: begins the copy, or looks at it once. */
  public StepOutcome run(Migration migration) throws Exception {
    var progress = progress(migration);
    try (var target = endpoints.target(migration)) {
      var state = state(target);
      progress.update(subscribed(target));
      var sample = progress.sample(report.now(), NAME);
      report.show(migration.id(), sample);
      if (!progress.isReady()) {
        return StepOutcome.notYet(
            CopyProgressReport.sentence(sample) + state.trouble(), PAUSE, progress.now());
      }
    }
    new ExtensionRows(endpoints.pathFromReplica(migration)).copy();
    end(migration);
    return StepOutcome.done(
        new DataCopied(
            migration.attempt(AttemptSeries.COPY),
            progress.tables(),
            progress.rows(),
            progress.bytesOnTarget()));
  }

  @Override
  public void keepOnly(DueSteps due) {
    copies.keySet().removeIf(migration -> !due.contains(migration, NAME));
  }

  /** A copy begins once: to subscribe again would copy rows that are there a second time. */
  private SubscriptionProgress progress(Migration migration) throws Exception {
    var attempt = migration.attempt(AttemptSeries.COPY);
    var known = Optional.ofNullable(copies.get(migration.id()));
    if (known.isPresent() && known.get().attempt() == attempt) {
      return known.get().progress();
    }
    begin(migration);
    var progress = new SubscriptionProgress(published(migration));
    copies.put(migration.id(), new UnderWay(attempt, progress));
    return progress;
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
                  PlainNames.of(row.getString("name")), row.getLong("bytes"), row.getLong("rows")),
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
                PlainNames.of(row.getString("name")),
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
