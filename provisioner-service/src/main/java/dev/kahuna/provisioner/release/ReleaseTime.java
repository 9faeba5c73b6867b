package dev.kahuna.provisioner.release;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.Site;
import dev.kahuna.migration.AppSite;
import dev.kahuna.migration.Migration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When what a migration created can be removed: never what the app uses. */
public final class ReleaseTime {
  private ReleaseTime() {}

  /** Whether the migration's infrastructure can be removed. */
  public static boolean releaseWanted(Migration migration) {
    return Stream.of(ReleaseRequested.class, MigrationCancelled.class, MigrationSettled.class)
        .anyMatch(migration::has);
  }

  /** A gate: what the release waits for, as in "waiting: the end of the cutover TO_AURORA". */
  public static Optional<String> awaited(Migration migration, Instant now) {
    var open = AppSite.openCutover(migration);
    if (open.isPresent()) {
      return Optional.of("the end of the cutover " + open.get());
    }
    if (migration.has(MigrationSettled.class)) {
      return migration.has(PublicationDropped.class)
          ? Optional.empty()
          : Optional.of("the end of the replication from the replica to Aurora");
    }
    if (AppSite.of(migration) == Site.REPLICA) {
      return Optional.of("the app to leave the replica, which is its database");
    }
    if (AppSite.followsAurora(migration)) {
      return Optional.of("the end of the replication from Aurora to the replica");
    }
    var over =
        Stream.of(MigrationCancelled.class, MigrationCompleted.class, PreflightRejected.class)
            .anyMatch(migration::has);
    return over ? Optional.empty() : Optional.of("the migration to be completed or cancelled");
  }
}
