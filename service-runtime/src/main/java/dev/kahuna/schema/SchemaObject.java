package dev.kahuna.schema;

/**
 * One object of a schema, as a server describes it.
 *
 * @param within the key of the table or type that it goes with; empty if it stands alone
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

  String key() {
    return kind == ObjectKind.TABLE || kind == ObjectKind.TYPE
        ? kind.name() + " " + name
        : kind.words() + " " + name;
  }
}
