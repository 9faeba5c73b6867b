package dev.kahuna.cutover.replica;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.index.IndexRepair;
import dev.kahuna.cutover.index.IndexesInWindow;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds, on the promoted replica and before the app writes, the indexes that {@link
 * CheckReplica} found: misordered ones, and those over a collation that sorts differently here.
 * Indexes that it could not read in their order, and those that have come along since, are checked
 * by amcheck, and rebuilt if it does not find them in order.
 */
public final class RebuildIndexes {
  private final CutoverDatabases databases;

  public RebuildIndexes(CutoverDatabases databases) {
    this.databases = databases;
  }

  public StepOutcome run(Migration migration) throws Exception {
    try (var replica = databases.toRebuild(migration)) {
      return StepOutcome.done(
          new IndexesRebuilt(
              Leg.TO_REPLICA,
              migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA)),
              rebuild(replica, migration.get(ReplicaChecked.class))));
    }
  }

  /** Makes sure that every index over text is in order; returns the names of those it rebuilt. */
  public static List<String> rebuild(Connection replica, ReplicaChecked checked)
      throws SQLException {
    var indexes = IndexesInWindow.of(TextIndex.all(replica), checked);
    var repair = new IndexRepair(replica);
    var wrong = new ArrayList<>(indexes.toRebuild());
    for (var index : indexes.toProve()) {
      if (!repair.isProven(index.name())) {
        wrong.add(index);
      }
    }
    for (var index : wrong) {
      repair.rebuild(index);
    }
    return wrong.stream().map(TextIndex::name).toList();
  }
}
