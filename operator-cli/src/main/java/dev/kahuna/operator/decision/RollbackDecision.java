package dev.kahuna.operator.decision;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.migration.Migration;
import java.util.Optional;

/** Whether the way back can begin, or be approved again after an undone attempt; pure. */
public final class RollbackDecision {
  private static final Leg LEG = Leg.BACK_TO_REPLICA;

  private RollbackDecision() {}

  public static OperatorDecisions.Verdict request(Migration migration, String reason) {
    return refusal(migration)
        .map(sentence -> sentence.formatted(migration.id()))
        .or(() -> brokenWayBack(migration))
        .map(OperatorDecisions::refuse)
        .orElseGet(() -> new OperatorDecisions.Verdict.Publish(new RollbackRequested(reason)));
  }

  /** A window that opens while the replica can't follow is undone after its whole budget. */
  private static Optional<String> brokenWayBack(Migration migration) {
    return migration
        .find(WayBackBroken.class)
        .map(
            broken ->
                "%s can't go back, because the replica does not fully follow Aurora: %s. 'kahuna status %s' shows when it does."
                    .formatted(migration.id(), broken.reason(), migration.id()));
  }

  private static Optional<String> refusal(Migration migration) {
    if (migration.has(MigrationSettled.class)) {
      return Optional.of("%s is settled: the app stays on the replica for good.");
    }
    if (migration.has(RollbackRequested.class)) {
      return Optional.of("%1$s is already on the way back; 'kahuna watch %1$s' follows it.");
    }
    if (migration.has(ReleaseRequested.class)) {
      return Optional.of("%s is released, so it has no replica to go back to.");
    }
    if (migration.has(MigrationCancelled.class)) {
      return Optional.of("%s is already cancelled.");
    }
    if (!migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return Optional.of(
          migration.has(PivotReached.class, Leg.TO_REPLICA)
              ? "%1$s is on the replica and not on Aurora yet, so it can't go back. If something stops it on the way to Aurora, fix that on the replica and run 'kahuna copy-again %1$s'."
              : "%s is not on Aurora yet, so it can't go back.");
    }
    if (!migration.has(ReverseReplicationStarted.class, Leg.TO_AURORA)
        || migration.has(ReverseReplicationDropped.class)) {
      return Optional.of(
          "%s has no replication from Aurora to the replica, so going back would lose what was"
              + " written on Aurora.");
    }
    var differs = migration.find(SchemaDiffers.class).filter(list -> list.leg() == LEG);
    if (differs.isPresent()) {
      return Optional.of(
          "The replica's schema lacks what was changed on Aurora (%d objects)"
                  .formatted(differs.get().differences().size() + differs.get().more())
              + ": run the SQL that 'kahuna status %1$s' lists on the replica, then run the command"
              + " again.");
    }
    return migration.has(MigrationCompleted.class)
        ? Optional.empty()
        : Optional.of(
            "%s is still moving to Aurora; run the command again when the migration is completed.");
  }

  /** The command approves the first attempt; after an undone one, the next needs approval. */
  static OperatorDecisions.Verdict approve(Migration migration) {
    var attempt = migration.attempt(AttemptSeries.cutover(LEG));
    if (attempt == 1
        || !migration.has(RollbackRequested.class)
        || migration.has(ReleaseRequested.class)) {
      return OperatorDecisions.refuse(
          "%s is not waiting for the approval of %s.".formatted(migration.id(), LEG));
    }
    if (!migration.request().cutover().toAurora().needsApproval(attempt)) {
      return OperatorDecisions.refuse(
          "%s needs no approval of %s, which begins by itself.".formatted(migration.id(), LEG));
    }
    return OperatorDecisions.alreadyBegun(migration, LEG)
        .map(OperatorDecisions::refuse)
        .orElseGet(() -> new OperatorDecisions.Verdict.Publish(new CutoverApproved(LEG, attempt)));
  }
}
