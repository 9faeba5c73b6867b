package dev.kahuna.event;

/**
 * Counters that change when somebody writes to a database.
 *
 * @param nextXid a number that grows with every transaction that begins or ends: the sum of the
 *     oldest id still running and the first not yet ended
 * @param changes rows inserted, updated and deleted, by the database's statistics, in the app's
 *     tables and in the catalog
 * @param sequences a hash of all sequences' values
 */
public record SourceMark(long nextXid, long changes, long sequences) {
  /** Whether rows, the schema or sequences have changed since another mark was read. */
  public boolean showsWritesSince(SourceMark earlier) {
    return changes != earlier.changes || sequences != earlier.sequences;
  }
}
