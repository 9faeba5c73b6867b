package dev.kahuna.migration;

import dev.kahuna.event.Attempt;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.Retraction;
import dev.kahuna.request.MigrationRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything known about one migration; immutable.
 *
 * <p>It is a set of facts that only grows, so the order of folding does not matter: the same facts
 * in another order, or some of them twice, give an equal migration. Which of them <em>hold</em> is
 * derived: a fact holds unless an attempt that it is part of has been retracted.
 */
public final class Migration {
  private record Key(Class<? extends MigrationEvent> type, String about, List<Attempt> partOf) {
    static Key of(MigrationEvent event) {
      return new Key(event.getClass(), event.about(), event.partOf());
    }
  }

  private final String id;
  private final Map<Key, LoggedEvent> facts;
  private final Map<AttemptSeries, Integer> retracted;
  private final long unreadable;

  private Migration(
      String id,
      Map<Key, LoggedEvent> facts,
      Map<AttemptSeries, Integer> retracted,
      long unreadable) {
    this.id = id;
    this.facts = Collections.unmodifiableMap(facts);
    this.retracted = Map.copyOf(retracted);
    this.unreadable = unreadable;
  }

  /** A migration about which nothing is known. */
  public static Migration of(String id) {
    return new Migration(id, Map.of(), Map.of(), 0);
  }

  /** This migration with one more fact. A fact that is already known changes nothing. */
  public Migration with(LoggedEvent fact) {
    var key = Key.of(fact.event());
    if (facts.containsKey(key)) {
      return this;
    }
    var more = new LinkedHashMap<>(facts);
    more.put(key, fact);
    var nowRetracted = new HashMap<>(retracted);
    if (fact.event() instanceof Retraction retraction) {
      retraction.retracts().forEach(a -> nowRetracted.merge(a.series(), a.number(), Math::max));
    }
    return new Migration(id, more, nowRetracted, unreadable);
  }

  /** This migration with one more record under its key that nobody could read. */
  public Migration withUnreadable() {
    return new Migration(id, facts, retracted, unreadable + 1);
  }

  /** The migration's id, the key of its records. */
  public String id() {
    return id;
  }

  /** How many records of this migration could not be read. If any, no window reaches its pivot. */
  public long unreadable() {
    return unreadable;
  }

  /** What the operator asked for. */
  public MigrationRequest request() {
    return get(MigrationRequested.class).request();
  }

  /** The number of the attempt of this series that is under way or comes next, from 1. */
  public int attempt(AttemptSeries series) {
    return retracted.getOrDefault(series, 0) + 1;
  }

  /** Whether a fact of this type holds. */
  public boolean has(Class<? extends MigrationEvent> type) {
    return holding(type).findAny().isPresent();
  }

  /** Whether a fact of this type holds about a leg. */
  public boolean has(Class<? extends MigrationEvent> type, Leg leg) {
    return has(type, leg.name());
  }

  /** Whether a fact of this type holds about something: a leg, a role, a step. */
  public boolean has(Class<? extends MigrationEvent> type, String about) {
    return find(type, about).isPresent();
  }

  /** The fact of this type that holds; if there are several, the last one in the log. */
  public <E extends MigrationEvent> Optional<E> find(Class<E> type) {
    return holding(type).reduce((a, b) -> b).map(LoggedEvent::event).map(type::cast);
  }

  /** The fact of this type about something that holds. */
  public <E extends MigrationEvent> Optional<E> find(Class<E> type, String about) {
    return logged(type, about).map(LoggedEvent::event).map(type::cast);
  }

  /** The fact of this type, which must hold: a step asks only for facts that it waits for. */
  public <E extends MigrationEvent> E get(Class<E> type) {
    return find(type).orElseThrow(() -> missing(type, ""));
  }

  /** The fact of this type about a leg, which must hold. */
  public <E extends MigrationEvent> E get(Class<E> type, Leg leg) {
    return find(type, leg.name()).orElseThrow(() -> missing(type, leg.name()));
  }

  /** The fact of this type about a host, which must hold. */
  public <E extends MigrationEvent> E get(Class<E> type, HostRole role) {
    return find(type, role.name()).orElseThrow(() -> missing(type, role.name()));
  }

  /** The fact of this type about something that holds, with its position in the log. */
  public Optional<LoggedEvent> logged(Class<? extends MigrationEvent> type, String about) {
    return holding(type).filter(f -> f.event().about().equals(about)).reduce((a, b) -> b);
  }

  /** The newest fact that holds: where the migration is. */
  public Optional<LoggedEvent> latest() {
    return facts.values().stream()
        .filter(this::holds)
        .max(Comparator.comparingLong(LoggedEvent::offset));
  }

  /** Every fact, in the order in which it became known, including those that no longer hold. */
  public List<LoggedEvent> history() {
    return List.copyOf(facts.values());
  }

  /** Every fact that holds. */
  public List<LoggedEvent> holding() {
    return facts.values().stream().filter(this::holds).toList();
  }

  private Stream<LoggedEvent> holding(Class<? extends MigrationEvent> type) {
    return facts.values().stream()
        .filter(f -> type.isInstance(f.event()) && holds(f))
        .sorted(Comparator.comparingLong(LoggedEvent::offset));
  }

  private boolean holds(LoggedEvent fact) {
    return fact.event().partOf().stream()
        .noneMatch(a -> a.number() <= retracted.getOrDefault(a.series(), 0));
  }

  private IllegalStateException missing(Class<?> type, String about) {
    return new IllegalStateException(
        "%s: no %s %s in the log".formatted(id, type.getSimpleName(), about).strip());
  }

  /** Equal if the same facts are known, whatever their order and position in the log. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Migration that
        && id.equals(that.id)
        && facts.keySet().equals(that.facts.keySet())
        && retracted.equals(that.retracted)
        && unreadable == that.unreadable;
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + facts.keySet().hashCode();
  }

  @Override
  public String toString() {
    return id + latest().map(f -> " (" + f.shortName() + ")").orElse(" (unknown)");
  }
}
