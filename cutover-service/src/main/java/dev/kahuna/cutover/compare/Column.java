package dev.kahuna.cutover.compare;

import dev.kahuna.database.PlainNames;

/**
 * A column.
 *
 * @param quoted its name, quoted for SQL on either server
 * @param identity as {@code pg_attribute.attidentity}
 * @param generated as {@code pg_attribute.attgenerated}
 * @param keyPosition its place in the primary key, from 1; 0 if it is not in it
 * @param sortsAlike whether servers of every version and locale sort its values alike
 * @param floatType {@code float4} or {@code float8}; empty for another type
 */
record Column(
    String name,
    String quoted,
    String type,
    boolean notNull,
    String identity,
    String generated,
    int keyPosition,
    boolean sortsAlike,
    String floatType) {

  /** Its value as an expression whose text is the same on every version. */
  String exact() {
    return floatType.isEmpty() ? quoted : "%ssend(%s)".formatted(floatType, quoted);
  }

  /** Describes what must be the same on both sides. */
  String definition() {
    return PlainNames.of(type)
        + (notNull ? " not null" : "")
        + (identity.isEmpty() ? "" : identity.equals("a") ? " identity always" : " identity")
        + (generated.isEmpty() ? "" : " generated")
        + (keyPosition == 0 ? "" : ", number %d of the primary key".formatted(keyPosition));
  }
}
