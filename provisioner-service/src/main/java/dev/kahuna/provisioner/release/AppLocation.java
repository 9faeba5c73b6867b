package dev.kahuna.provisioner.release;

import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.Site;
import dev.kahuna.migration.Migration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells which database the app uses, and so what must not be released. */
public final class AppLocation {
  private AppLocation() {}

  /** Whether the migration's infrastructure can be removed. */
  public static boolean releaseWanted(Migration migration) {
    return migration.has(ReleaseRequested.class) || migration.has(MigrationCancelled.class);
  }

  /** A gate: what the release waits for, as in "waiting: the end of the cutover TO_AURORA". */
  public static Optional<String> awaited(Migration migration, Instant now) {
    var open =
        Stream.of(Leg.values())
            .filter(leg -> migration.has(CutoverStarted.class, leg))
            .filter(leg -> !migration.has(CutoverCompleted.class, leg))
            .findFirst();
    if (open.isPresent()) {
      return Optional.of("the end of the cutover " + open.get());
    }
    if (site(migration) == Site.REPLICA) {
      return Optional.of("the app to leave the replica, which is its database");
    }
    if (migration.has(ReverseReplicationStarted.class)
        && !migration.has(ReverseReplicationDropped.class)) {
      return Optional.of("the end of the replication from Aurora to the replica");
    }
    var over =
        Stream.of(MigrationCancelled.class, MigrationCompleted.class, PreflightRejected.class)
            .anyMatch(migration::has);
    return over ? Optional.empty() : Optional.of("the migration to be completed or cancelled");
  }

  /** The database that takes the app's writes. */
  static Site site(Migration migration) {
    if (migration.has(PivotReached.class, Leg.BACK_TO_REPLICA)) {
      return Site.REPLICA;
    }
    if (migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return Site.AURORA;
    }
    return migration.has(PivotReached.class, Leg.TO_REPLICA) ? Site.REPLICA : Site.HEROKU;
  }
}
