package dev.kahuna.schema;

import dev.kahuna.database.PlainNames;

/**
 * One object of a schema, as a server describes it, with quotes around every name.
 *
 * @param within the table or type that it goes with; empty if it stands alone
 * @param definition what must be equal on both sides
 * @param create statements that make it
 * @param change statements that give an object of that name this definition; empty if it must be
 *     dropped and made again
 * @param drop a statement that drops it; empty if Postgres has none
 */
record SchemaObject(
    ObjectKind kind,
    String name,
    String within,
    String definition,
    String create,
    String change,
    String drop) {
  /** What begins the body of a function that is kept as text. */
  static final String BODY = "\nAS $";

  /** The same on every version: some print {@code json} as a name, others as a keyword. */
  String key() {
    var plain = PlainNames.of(name);
    return kind == ObjectKind.TABLE || kind == ObjectKind.TYPE
        ? kind.name() + " " + plain
        : kind.words() + " " + plain;
  }

  /** The key of the table or type that it goes with; empty if it stands alone. */
  String parent() {
    return PlainNames.of(within);
  }

  /** The definition without what a server may quote or not; what the app wrote stays as it is. */
  String plainDefinition() {
    var body = kind == ObjectKind.FUNCTION ? definition.indexOf(BODY) : -1;
    return kind == ObjectKind.COMMENT
        ? definition
        : body < 0
            ? PlainNames.of(definition)
            : PlainNames.of(definition.substring(0, body)) + definition.substring(body);
  }
}
