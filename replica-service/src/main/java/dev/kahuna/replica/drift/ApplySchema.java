package dev.kahuna.replica.drift;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.SchemaDifference;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.subscription.LateTables;
import dev.kahuna.schema.Difference;
import dev.kahuna.schema.SchemaAlignment;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes Aurora's schema equal to the replica's, as far as the operator has seen the list: first
 * what replicated changes need; then, when every row has arrived, what may refuse rows. The rows of
 * tables made later are copied by the subscription.
 */
public record ApplySchema(CopyEndpoints endpoints, SchemaWatch watch) {
  /** The name of the step. */
  public static final String NAME = "apply-schema";

  private static final Queries SQL = Queries.of(ApplySchema.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws SQLException {
    var list = migration.get(SchemaDiffers.class);
    if (list.leg() != SchemaWatch.leg(migration)) {
      return StepOutcome.done(SchemaWatch.settled(migration, list));
    }
    try (var master = endpoints.target(migration);
        var owner = endpoints.targetAsOwner(migration)) {
      var alignment = new SchemaAlignment(owner, master);
      reject(migration, alignment.beforeRows(listed(migration, list)));
      if (!rowsHaveArrived(migration)) {
        return StepOutcome.notYet(
            "waiting: Aurora must have every row before constraints are added", PAUSE);
      }
      reject(migration, alignment.afterRows(listed(migration, list)));
    }
    return StepOutcome.done(SchemaWatch.settled(migration, list));
  }

  /** What still differs and is in the list. */
  private List<Difference> listed(Migration migration, SchemaDiffers list) throws SQLException {
    var shown =
        list.differences().stream().map(SchemaDifference::object).collect(Collectors.toSet());
    try (var replica = endpoints.replica(migration);
        var target = endpoints.target(migration)) {
      return watch.open(migration, replica, target).stream()
          .filter(difference -> shown.contains(difference.key()))
          .toList();
    }
  }

  private boolean rowsHaveArrived(Migration migration) throws SQLException {
    var marker =
        "%s-schema-%d-%d"
            .formatted(
                migration.id(),
                migration.attempt(AttemptSeries.SCHEMA),
                migration.attempt(AttemptSeries.step(NAME)));
    try (var replica = endpoints.replica(migration);
        var target = endpoints.target(migration)) {
      var following = LateTables.follow(migration, replica, target);
      SQL.run(replica, "write-marker", marker);
      return following && SQL.one(target, "marker-arrived", row -> row.getBoolean(1), marker);
    }
  }

  /** Throws if a statement was refused and its object still differs. */
  private void reject(Migration migration, Map<String, String> refused) throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    String sentence;
    try (Connection replica = endpoints.replica(migration);
        Connection target = endpoints.target(migration)) {
      sentence =
          watch.open(migration, replica, target).stream()
              .filter(difference -> refused.containsKey(difference.key()))
              .map(difference -> difference.key() + ": " + refused.get(difference.key()))
              .collect(Collectors.joining("; "));
    }
    if (!sentence.isEmpty()) {
      throw new Rejected(
          "Aurora refuses parts of the list: %s. Make Aurora equal by hand, or change the replica; or run 'kahuna accept-schema %s' to leave what differs as it is."
              .formatted(sentence, migration.id()));
    }
  }
}
