package dev.kahuna.migration;

import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Site;
import java.util.Optional;
import java.util.stream.Stream;

/** Which database the app uses. */
public final class AppSite {
  private AppSite() {}

  /** The database that takes the app's writes. */
  public static Site of(Migration migration) {
    if (migration.has(PivotReached.class, Leg.BACK_TO_REPLICA)) {
      return Site.REPLICA;
    }
    if (migration.has(PivotReached.class, Leg.TO_AURORA)) {
      return Site.AURORA;
    }
    return migration.has(PivotReached.class, Leg.TO_REPLICA) ? Site.REPLICA : Site.HEROKU;
  }

  /** The cutover that has begun and is neither completed nor undone. */
  public static Optional<Leg> openCutover(Migration migration) {
    return Stream.of(Leg.values())
        .filter(leg -> migration.has(CutoverStarted.class, leg))
        .filter(leg -> !migration.has(CutoverCompleted.class, leg))
        .findFirst();
  }

  /** Whether Aurora keeps its writes for the replica. */
  public static boolean followsAurora(Migration migration) {
    return migration.has(ReverseReplicationStarted.class)
        && !migration.has(ReverseReplicationDropped.class);
  }

  /** Whether the app is on the replica, and nothing moves it or follows Aurora. */
  public static boolean canStayOnReplica(Migration migration) {
    return of(migration) == Site.REPLICA
        && openCutover(migration).isEmpty()
        && !followsAurora(migration);
  }
}
