package dev.kahuna.cutover.replica;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.index.IndexRepair;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome;
import java.util.ArrayList;

/**
 * Rebuilds, on the promoted replica and before the app writes, the indexes that {@link
 * CheckReplica} found: misordered ones, and those over a collation that sorts differently here.
 * Indexes that could not be read in their order are checked by amcheck, as many as time allows, and
 * rebuilt if it does not find them in order.
 */
public final class RebuildIndexes {
  private final CutoverDatabases databases;

  public RebuildIndexes(CutoverDatabases databases) {
    this.databases = databases;
  }

  /** Whether an index may have to be rebuilt. */
  public static boolean isNeeded(Migration migration) {
    return migration.find(ReplicaChecked.class).filter(RebuildIndexes::foundSomething).isPresent();
  }

  private static boolean foundSomething(ReplicaChecked checked) {
    return !(checked.misordered().isEmpty()
        && checked.unproven().isEmpty()
        && checked.differing().isEmpty());
  }

  public StepOutcome run(Migration migration) throws Exception {
    var checked = migration.get(ReplicaChecked.class);
    var rebuilt = new ArrayList<String>();
    try (var replica = databases.toRebuild(migration)) {
      var repair = new IndexRepair(replica);
      var room = migration.request().replica().rebuildIndexesGib() * CheckReplica.GIB;
      for (var index : TextIndex.all(replica)) {
        var wrong = CheckReplica.isAtRisk(index, checked.misordered(), checked.differing());
        if (!wrong && checked.unproven().contains(index.name()) && index.bytes() <= room) {
          room -= index.bytes();
          wrong = !repair.isProven(index.name());
        }
        if (wrong) {
          repair.rebuild(index);
          rebuilt.add(index.name());
        }
      }
    }
    return StepOutcome.done(
        new IndexesRebuilt(
            Leg.TO_REPLICA, migration.attempt(AttemptSeries.cutover(Leg.TO_REPLICA)), rebuilt));
  }
}
