package dev.kahuna.schema;

import dev.kahuna.database.PlainNames;
import dev.kahuna.event.SchemaDifference;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A difference and how to end it. Its statements quote every name, since the target may reserve a
 * word that the source does not.
 *
 * @param key names the object for the operator
 * @param said the difference in words
 * @param before statements for the target before the rows that are under way arrive
 * @param after statements for the target when they have arrived
 * @param byMaster whether the target's master user must run them
 */
public record Difference(
    String key, String said, List<String> before, List<String> after, boolean byMaster) {
  /** Ends a list of statements. */
  private static final String SEMICOLON = ";";

  static Difference missing(SchemaObject wanted) {
    var create = statements(wanted.create());
    var late = wanted.kind().followsRows();
    return of(wanted, "is missing", late ? List.of() : create, late ? create : List.of());
  }

  static Difference extra(SchemaObject present) {
    var drop = statements(present.drop());
    var early = present.kind().followsRows();
    return of(present, "is too many", early ? drop : List.of(), early ? List.of() : drop);
  }

  static Difference changed(SchemaObject wanted, SchemaObject present) {
    var drop = statements(present.drop());
    var create = statements(wanted.create());
    if (!wanted.change().isEmpty()) {
      var change = statements(wanted.change());
      var late = wanted.kind().followsRows();
      return of(wanted, "differs", late ? List.of() : change, late ? change : List.of());
    }
    return wanted.kind().followsRows()
        ? of(wanted, "differs", drop, create)
        : of(wanted, "differs", Stream.concat(drop.stream(), create.stream()).toList(), List.of());
  }

  private static Difference of(
      SchemaObject object, String said, List<String> before, List<String> after) {
    return new Difference(
        object.kind().words() + " " + PlainNames.of(object.name()),
        said,
        before,
        after,
        object.kind() == ObjectKind.EXTENSION);
  }

  private static List<String> statements(String sql) {
    return sql.isEmpty() ? List.of() : List.of(sql.strip());
  }

  /** As a fact holds it. */
  public SchemaDifference toFact() {
    return new SchemaDifference(
        key,
        said,
        Stream.concat(before.stream(), after.stream())
            .map(sql -> sql.endsWith(SEMICOLON) ? sql : sql + SEMICOLON)
            .collect(Collectors.joining("\n")));
  }
}
