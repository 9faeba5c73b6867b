package dev.kahuna.event;

/**
 * One object by which the schemas of two databases differ.
 *
 * @param object its kind and name, such as {@code index shop.orders_by_day}
 * @param said what is the matter with it on the target: {@code is missing}, {@code is too many} or
 *     {@code differs}
 * @param sql what makes the target equal; empty if Postgres has no statement for it
 */
public record SchemaDifference(String object, String said, String sql) {
  /**
   * Whether rows may differ with it: those that a change of the table rewrote are not replicated.
   */
  public boolean concernsRows() {
    return object.startsWith("table ") || object.startsWith("column ");
  }
}
