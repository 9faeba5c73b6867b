package dev.kahuna.replica.drift;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.ReplicaEvent.SchemaSettled;
import dev.kahuna.event.SchemaDifference;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.subscription.LateTables;
import dev.kahuna.schema.Difference;
import dev.kahuna.schema.SchemaComparison;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what the app changes in its schema while its database is being followed: on the replica
 * before the second window, and on Aurora while there is a way back.
 */
public final class SchemaWatch {
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LISTED = 100;
  private static final int CHARACTERS = 200_000;

  private final CopyEndpoints endpoints;
  private final SchemaComparison comparison;

  public SchemaWatch(CopyEndpoints endpoints, SchemaComparison comparison) {
    this.endpoints = endpoints;
    this.comparison = comparison;
  }

  /** Whether there is a leg to come for which the schemas must be equal; not inside its window. */
  public static boolean isNeeded(Migration migration) {
    return migration.has(MigrationCompleted.class)
        ? !migration.has(ReverseReplicationDropped.class)
            && !migration.has(ReleaseRequested.class)
            && !migration.has(CutoverStarted.class, Leg.BACK_TO_REPLICA)
        : !migration.has(CutoverStarted.class, Leg.TO_AURORA);
  }

  static Leg leg(Migration migration) {
    return migration.has(MigrationCompleted.class) ? Leg.BACK_TO_REPLICA : Leg.TO_AURORA;
  }

  /** Done when the schemas differ. */
  public StepOutcome awaitDifference(Migration migration) throws SQLException {
    var found = look(migration);
    return found.isEmpty()
        ? StepOutcome.notYet("the schemas are equal", EVERY)
        : StepOutcome.done(listed(leg(migration), migration.attempt(AttemptSeries.SCHEMA), found));
  }

  /** Done when the list no longer tells what differs. */
  public StepOutcome awaitSettled(Migration migration) throws SQLException {
    var list = migration.get(SchemaDiffers.class);
    var now = listed(list.leg(), list.number(), look(migration));
    return now.equals(list) && list.leg() == leg(migration)
        ? StepOutcome.notYet("the schemas differ", EVERY)
        : StepOutcome.done(settled(migration, list));
  }

  static SchemaSettled settled(Migration migration, SchemaDiffers list) {
    var rows =
        list.more() > 0 || list.differences().stream().anyMatch(SchemaDifference::concernsRows);
    return new SchemaSettled(list.number(), rows ? migration.attempt(AttemptSeries.COMPARISON) : 0);
  }

  private List<SchemaDifference> look(Migration migration) throws SQLException {
    try (var replica = endpoints.replica(migration);
        var target = endpoints.target(migration)) {
      return switch (leg(migration)) {
        case TO_AURORA -> forward(migration, replica, target);
        case BACK_TO_REPLICA, TO_REPLICA -> facts(open(migration, target, replica));
      };
    }
  }

  private List<SchemaDifference> forward(Migration migration, Connection replica, Connection target)
      throws SQLException {
    var found = new ArrayList<>(facts(open(migration, replica, target)));
    LateTables.notFollowed(migration, replica, target).stream()
        .map(LateTables::toFact)
        .forEach(found::add);
    return List.copyOf(found);
  }

  List<Difference> open(Migration migration, Connection from, Connection to) throws SQLException {
    return comparison.open(migration, from, to, LIMIT);
  }

  private static List<SchemaDifference> facts(List<Difference> differences) {
    return differences.stream().map(Difference::toFact).toList();
  }

  /** As many as a record of the log can hold; the rest follows when these are settled. */
  private static SchemaDiffers listed(Leg leg, int number, List<SchemaDifference> found) {
    var listed = new ArrayList<SchemaDifference>();
    var characters = 0;
    for (var difference : found) {
      characters += difference.sql().length();
      if (listed.size() == LISTED || characters > CHARACTERS) {
        break;
      }
      listed.add(difference);
    }
    return new SchemaDiffers(leg, number, listed, found.size() - listed.size());
  }
}
