package dev.kahuna.cutover.index;

import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The indexes that must be proven or rebuilt in the window, while the app waits: those that the
 * check did not find in order, and those that have come along since.
 *
 * @param toProve amcheck may find them in order; otherwise they are rebuilt
 * @param toRebuild misordered ones, those over a collation that sorts differently here, and new
 *     ones that nothing can prove
 */
public record IndexesInWindow(List<TextIndex> toProve, List<TextIndex> toRebuild) {
  private static final long GIB = 1L << 30;

  /**
   * Divides the indexes of a server.
   *
   * @param all as they are now
   * @param checked what the check found
   */
  public static IndexesInWindow of(List<TextIndex> all, ReplicaChecked checked) {
    var known = new HashSet<>(checked.files());
    var rebuild =
        all.stream()
            .filter(
                index ->
                    isAtRisk(index, checked) || !known.contains(index.file()) && !index.isBtree())
            .toList();
    var prove =
        all.stream()
            .filter(
                index -> checked.unproven().contains(index.name()) || !known.contains(index.file()))
            .filter(index -> !rebuild.contains(index))
            .toList();
    return new IndexesInWindow(prove, rebuild);
  }

  private static boolean isAtRisk(TextIndex index, ReplicaChecked checked) {
    return checked.misordered().contains(index.name())
        || checked.differing().stream().anyMatch(index.collations()::contains);
  }

  /**
   * Refuses more than the request lets Kahuna rebuild while the app waits.
   *
   * @throws Rejected saying how much there is, and what to do
   */
  public void requireFit(Migration migration, List<String> differing) {
    var most = migration.request().replica().rebuildIndexesGib();
    var all = Stream.concat(toProve.stream(), toRebuild.stream()).toList();
    var bytes = all.stream().mapToLong(TextIndex::bytes).sum();
    if (bytes <= most * GIB) {
      return;
    }
    var amount =
        "%d indexes over text (%d GiB, among them %s)"
            .formatted(all.size(), (bytes + GIB - 1) / GIB, all.getLast().name());
    if (toProve.isEmpty()) {
      throw new Rejected(
          "%s are not in the order of the replica host's libraries%s, and at most %d GiB are rebuilt while the app waits. Cancel this migration, and request it again with an image whose libc sorts as Heroku's does, or with a larger replica.rebuild-indexes-up-to and a longer cutover.to-replica.max-unavailability."
              .formatted(
                  amount,
                  differing.isEmpty()
                      ? ""
                      : ", which sort "
                          + String.join(", ", differing)
                          + " differently from Heroku's",
                  most));
    }
    throw new Rejected(
        "%1$s are not proven to be in the order of the replica host's libraries, and at most %2$d GiB are proven or rebuilt while the app waits. If they were created or rebuilt on Heroku since they were read, run 'kahuna retry %3$s check-replica', then retry this step. Otherwise no query reads them in their order: drop them on Heroku for the time of the migration, or cancel it and request it again with a larger replica.rebuild-indexes-up-to and a longer cutover.to-replica.max-unavailability."
            .formatted(amount, most, migration.id()));
  }
}
