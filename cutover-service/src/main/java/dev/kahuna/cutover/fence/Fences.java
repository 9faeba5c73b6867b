package dev.kahuna.cutover.fence;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Site;
import dev.kahuna.migration.Migration;

/**
 * The fence of each database, and the one place that decides what an undone window closes and
 * opens. The undo and break-glass both use it, and both call {@link #closeNew} before {@link
 * #openOld}: at no time do two databases take the app's writes.
 */
public final class Fences {
  private final CutoverDatabases databases;

  public Fences(CutoverDatabases databases) {
    this.databases = databases;
  }

  /** The fence of that database. */
  public Fence of(Migration migration, Site site) {
    return switch (site) {
      case HEROKU -> new HerokuFence();
      case REPLICA -> new ReplicaFence();
      case AURORA -> new AuroraFence(databases.appRole(migration));
    };
  }

  /**
   * Keeps the app out of the database that the leg would have brought it to.
   *
   * @return false if that is a replica that was not promoted, which takes no writes
   */
  public boolean closeNew(Migration migration, Leg leg) throws Exception {
    try (var database = databases.open(migration, leg.to())) {
      return of(migration, leg.to()).closeToApp(database);
    }
  }

  /** Lets the database that the app was to leave take writes again. */
  public void openOld(Migration migration, Leg leg) throws Exception {
    try (var old = databases.open(migration, leg.from())) {
      of(migration, leg.from()).open(old);
    }
  }
}
