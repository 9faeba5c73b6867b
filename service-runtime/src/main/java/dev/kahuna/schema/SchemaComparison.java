package dev.kahuna.schema;

import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what two databases say of their schemas. They may be of different major versions, whose
 * texts of one and the same definition differ, and which reserve different words. Remembers which
 * texts mean the same.
 */
public final class SchemaComparison {
  /** Casts, parentheses, quotes and blanks: a server may print other ones than it has read. */
  private static final Pattern LOOSE =
      Pattern.compile(
          "::(?:\"[^\"]+\"|[\\w.]|(?<=character|bit) varying|(?<=double) precision| with(?:out)?"
              + " time zone)+(?:\\(\\d+(?:,\\d+)?\\))?(?:\\[\\])*|[()\"\\s]");

  private static final int REMEMBERED = 100_000;

  private final Set<Twins.Pair> same = ConcurrentHashMap.newKeySet();

  /**
   * How the target differs from the source, in an order in which it can be made equal. Both
   * sessions are used up: their search path is empty and their statements are limited from then on.
   *
   * @param limit of each statement
   */
  public List<Difference> differences(Connection source, Connection target, Duration limit)
      throws SQLException {
    var wanted = SchemaObjects.of(source, limit);
    var present = SchemaObjects.of(target, limit);
    var changed = changed(wanted, present, target);
    var differences = new ArrayList<Difference>();
    for (var object : wanted.byKey().values()) {
      var other = present.byKey().get(object.key());
      if (other == null) {
        if (!object.kind().isMadeWithItsParent() || hasParent(object, present)) {
          differences.add(Difference.missing(object));
        }
      } else if (changed.contains(new Twins.Pair(object, other))) {
        differences.add(Difference.changed(object, other));
      }
    }
    for (var object : List.copyOf(present.byKey().values()).reversed()) {
      if (!wanted.has(object.key())
          && object.kind().countsWhenExtra()
          && hasParent(object, wanted)) {
        differences.add(Difference.extra(object));
      }
    }
    return List.copyOf(differences);
  }

  /**
   * Returns the differences except those that the operator accepted.
   *
   * @param limit of each statement
   */
  public List<Difference> open(
      Migration migration, Connection source, Connection target, Duration limit)
      throws SQLException {
    var accepted =
        migration.holding().stream()
            .map(LoggedEvent::event)
            .filter(SchemaDifferencesAccepted.class::isInstance)
            .map(SchemaDifferencesAccepted.class::cast)
            .flatMap(event -> event.differences().stream())
            .collect(Collectors.toSet());
    return differences(source, target, limit).stream()
        .filter(difference -> !accepted.contains(difference.toFact()))
        .toList();
  }

  private Set<Twins.Pair> changed(SchemaObjects wanted, SchemaObjects present, Connection target)
      throws SQLException {
    var changed = ConcurrentHashMap.<Twins.Pair>newKeySet();
    var doubtful = new ArrayList<Twins.Pair>();
    for (var object : wanted.byKey().values()) {
      var other = present.byKey().get(object.key());
      if (other == null || object.plainDefinition().equals(other.plainDefinition())) {
        continue;
      }
      var pair = new Twins.Pair(object, other);
      switch (doubt(pair)) {
        case DIFFERENT -> changed.add(pair);
        case SAME -> {}
        case ASK -> {
          if (!same.contains(pair)) {
            doubtful.add(pair);
          }
        }
      }
    }
    changed.addAll(new Twins(target).different(doubtful));
    doubtful.removeAll(changed);
    remember(doubtful);
    return changed;
  }

  private enum Doubt {
    DIFFERENT,
    SAME,
    ASK
  }

  /** Whether the texts alone tell, or the target must be asked what the source's means. */
  private static Doubt doubt(Twins.Pair pair) {
    var alike = loose(pair.wanted()).equals(loose(pair.present()));
    return switch (pair.wanted().kind()) {
      case VIEW, MATERIALIZED_VIEW -> Doubt.ASK;
      case INDEX, DEFAULT, POLICY, TRIGGER -> alike ? Doubt.ASK : Doubt.DIFFERENT;
      case CONSTRAINT ->
          !alike ? Doubt.DIFFERENT : isCheckOfTable(pair.wanted()) ? Doubt.ASK : Doubt.SAME;
      case RULE, DOMAIN -> alike ? Doubt.SAME : Doubt.DIFFERENT;
      case COLUMN ->
          alike && pair.wanted().definition().contains(" GENERATED ")
              ? Doubt.SAME
              : Doubt.DIFFERENT;
      case FUNCTION ->
          alike && !pair.wanted().definition().contains(SchemaObject.BODY)
              ? Doubt.SAME
              : Doubt.DIFFERENT;
      case SCHEMA,
          EXTENSION,
          TYPE,
          LABEL,
          ATTRIBUTE,
          SEQUENCE,
          TABLE,
          IDENTITY,
          OWNED,
          OPTIONS,
          INHERITANCE,
          PARTITION,
          OTHER,
          NOT_NULL,
          STATISTICS,
          ROW_SECURITY,
          COMMENT ->
          Doubt.DIFFERENT;
    };
  }

  /** A twin of another constraint would lock other tables. */
  private static boolean isCheckOfTable(SchemaObject constraint) {
    return constraint.within().startsWith("TABLE ") && constraint.definition().startsWith("CHECK ");
  }

  private static String loose(SchemaObject object) {
    return LOOSE.matcher(object.definition()).replaceAll("");
  }

  private void remember(List<Twins.Pair> pairs) {
    if (same.size() > REMEMBERED) {
      same.clear();
    }
    same.addAll(pairs);
  }

  /** What goes with a table or a type is made and dropped with it. */
  private static boolean hasParent(SchemaObject object, SchemaObjects others) {
    return object.within().isEmpty() || others.hasParent(object.parent());
  }
}
