package dev.kahuna.migration;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.RequiresStandby;
import dev.kahuna.event.Retraction;
import dev.kahuna.request.MigrationRequest;

/**
 * Names a fact that a step waits for, records or is stopped by.
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

  /** Whether a matching fact holds. */
  public boolean holds(Migration migration) {
    return about.isEmpty() ? migration.has(type) : migration.has(type, about);
  }

  /**
   * Whether the migration can have such a fact. A migration without a standby has no facts about a
   * standby; they are then neither awaited nor recorded.
   */
  public boolean applies(Migration migration) {
    return !requiresStandby()
        || migration
            .find(MigrationRequested.class)
            .map(MigrationRequested::request)
            .map(MigrationRequest::hasStandby)
            .orElse(true);
  }

  private boolean requiresStandby() {
    return RequiresStandby.class.isAssignableFrom(type) || about.equals(HostRole.STANDBY.name());
  }

  /** Whether the migration can have such a fact and lacks it. */
  public boolean isMissing(Migration migration) {
    return applies(migration) && !holds(migration);
  }

  /**
   * Whether a matching fact holds and need not be recorded again. A fact that does nothing but
   * retract an earlier attempt never settles the retraction of the next one.
   */
  public boolean settles(Migration migration) {
    var fact = about.isEmpty() ? migration.find(type) : migration.find(type, about);
    return fact.filter(f -> !(f instanceof Retraction) || !f.partOf().isEmpty()).isPresent();
  }

  /** Whether this names the fact; an attempt number at the end of what it is about is ignored. */
  public boolean matches(MigrationEvent fact) {
    return type.isInstance(fact)
        && (about.isEmpty() || about.equals(fact.about()) || fact.about().startsWith(about + "#"));
  }

  @Override
  public String toString() {
    return about.isEmpty() ? type.getSimpleName() : type.getSimpleName() + "(" + about + ")";
  }
}
