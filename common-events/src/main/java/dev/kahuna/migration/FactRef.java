package dev.kahuna.migration;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.RequiresStandby;
import dev.kahuna.event.Retraction;
import dev.kahuna.request.MigrationRequest;

/**
 * Names a fact that a step needs, makes or is stopped by.
 *
 * @param about a leg, a role or a step; empty for any
 */
public record FactRef(Class<? extends MigrationEvent> type, String about) {
  /** A fact of that type, whatever it is about. */
  public static FactRef of(Class<? extends MigrationEvent> type) {
    return new FactRef(type, "");
  }

  /** A fact about a leg. */
  public static FactRef of(Class<? extends MigrationEvent> type, Leg leg) {
    return new FactRef(type, leg.name());
  }

  /** A fact about a host. */
  public static FactRef of(Class<? extends MigrationEvent> type, HostRole role) {
    return new FactRef(type, role.name());
  }

  /** Whether such a fact holds. */
  public boolean holds(Migration migration) {
    return about.isEmpty() ? migration.has(type) : migration.has(type, about);
  }

  /**
   * Whether a migration can come to such a fact: without a standby there is none about a standby,
   * which is then neither waited for nor made.
   */
  public boolean applies(Migration migration) {
    return !isOfStandby()
        || migration
            .find(MigrationRequested.class)
            .map(MigrationRequested::request)
            .map(MigrationRequest::hasStandby)
            .orElse(true);
  }

  private boolean isOfStandby() {
    return RequiresStandby.class.isAssignableFrom(type) || about.equals(HostRole.STANDBY.name());
  }

  /** Whether such a fact is waited for. */
  public boolean isMissing(Migration migration) {
    return applies(migration) && !holds(migration);
  }

  /**
   * Whether such a fact holds and need not be made any more. A retraction of an earlier try never
   * stands in the way of the next one's.
   */
  public boolean settles(Migration migration) {
    return !Retraction.class.isAssignableFrom(type) && holds(migration);
  }

  /** Whether this fact is one that is meant; a try's number in what it is about does not matter. */
  public boolean matches(MigrationEvent fact) {
    return type.isInstance(fact)
        && (about.isEmpty() || about.equals(fact.about()) || fact.about().startsWith(about + "#"));
  }

  @Override
  public String toString() {
    return about.isEmpty() ? type.getSimpleName() : type.getSimpleName() + "(" + about + ")";
  }
}
